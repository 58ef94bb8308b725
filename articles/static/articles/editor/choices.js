// Things found by searching, in an order that buttons change; what is chosen is in hidden inputs.

import { element, icon, later } from "./elements.js"

export function choices(box, changed) {
  const { name, source, most, earlier, afterwards, remove, nothing } = box.dataset
  const chosen = box.querySelector("ol")
  const search = box.querySelector("input[type=search]")
  const offers = box.querySelector("[role=listbox]")
  let active = -1

  const ids = () => [...chosen.querySelectorAll("input")].map((input) => input.value)
  const tool = (label, sign, act) => {
    const button = element("button", { type: "button", title: label, "aria-label": label }, [icon(sign)])
    button.addEventListener("click", () => {
      act()
      update()
      changed()
    })
    return button
  }
  const equip = (item) => {
    const said = item.querySelector("span").textContent
    item.append(
      ...(most === "1"
        ? []
        : [
            tool(`${earlier}: ${said}`, "arrow_upward", () => item.previousElementSibling?.before(item)),
            tool(`${afterwards}: ${said}`, "arrow_downward", () => item.nextElementSibling?.after(item)),
          ]),
      tool(`${remove}: ${said}`, "close", () => {
        item.remove()
        search.focus()
      }),
    )
  }
  const update = () => {
    search.hidden = most && ids().length >= Number(most)
    box.classList.toggle("full", search.hidden)
  }
  const close = () => {
    offers.hidden = true
    offers.replaceChildren()
    active = -1
    search.setAttribute("aria-expanded", "false")
    search.removeAttribute("aria-activedescendant")
  }
  const add = ({ id, text, thumbnail }) => {
    const item = element("li", {}, [
      element("input", { type: "hidden", name, value: String(id) }),
      ...(thumbnail ? [element("img", { src: thumbnail, alt: "" })] : []),
      element("span", { textContent: text }),
    ])
    chosen.append(item)
    equip(item)
  }
  const choose = (result) => {
    add(result)
    search.value = ""
    close()
    update()
    changed()
  }
  const offer = (result, at) => {
    const option = element("div", { role: "option", id: `${search.id}_${at}`, "aria-selected": "false" }, [
      ...(result.thumbnail ? [element("img", { src: result.thumbnail, alt: "", loading: "lazy" })] : []),
      element("span", { textContent: result.text }),
    ])
    option.addEventListener("mousedown", (event) => {
      event.preventDefault()
      choose(result)
    })
    option.choose = () => choose(result)
    return option
  }
  const ask = async () => {
    const term = search.value.trim()
    const answer = await fetch(`${source}&${new URLSearchParams({ term })}`)
    if (!answer.ok || term !== search.value.trim() || document.activeElement !== search) return
    const there = ids()
    const { results } = await answer.json()
    const fresh = results.filter((result) => !there.includes(String(result.id)))
    offers.replaceChildren(...fresh.map(offer))
    if (!fresh.length) offers.append(element("div", { textContent: nothing }))
    offers.hidden = false
    search.setAttribute("aria-expanded", "true")
    active = -1
  }
  const mark = (step) => {
    const options = [...offers.querySelectorAll("[role=option]")]
    if (!options.length) return
    active = (active + step + options.length) % options.length
    options.forEach((option, at) => option.setAttribute("aria-selected", at === active))
    options[active].scrollIntoView({ block: "nearest" })
    search.setAttribute("aria-activedescendant", options[active].id)
  }
  const keys = {
    ArrowDown: () => (offers.hidden ? ask() : mark(1)),
    ArrowUp: () => mark(-1),
    Enter: () => offers.querySelectorAll("[role=option]")[active]?.choose(),
    Escape: close,
  }

  search.addEventListener("input", later(250, ask))
  search.addEventListener("focus", ask)
  search.addEventListener("click", () => offers.hidden && ask())
  search.addEventListener("blur", close)
  search.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return
    event.preventDefault()
    keys[event.key]()
  })
  chosen.querySelectorAll("li").forEach(equip)
  update()

  return {
    name,
    chosen: () =>
      [...chosen.children].map((item) => ({
        id: item.querySelector("input").value,
        text: item.querySelector("span").textContent,
        thumbnail: item.querySelector("img")?.getAttribute("src"),
      })),
    put(results) {
      chosen.replaceChildren()
      results.forEach(add)
      update()
    },
  }
}
