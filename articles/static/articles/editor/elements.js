// Makes elements of pages.

export function element(tag, properties = {}, children = []) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties))
    if (/^(aria-|data-|role$|for$)/.test(name)) made.setAttribute(name, value)
    else made[name] = value
  made.append(...children)
  return made
}

export const icon = (name) =>
  element("span", { className: "material-symbols-outlined", "aria-hidden": "true", textContent: name })

export function later(milliseconds, act) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, milliseconds)
  }
}

// Signing in again in another tab makes a new token, which only the cookie tells.
export function csrfToken(form) {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))
  return cookie?.slice("csrftoken=".length) ?? form.elements.csrfmiddlewaretoken.value
}
