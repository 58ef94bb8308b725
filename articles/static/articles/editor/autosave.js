// Sends what was written a few seconds after it was, and when the page goes away.

import { csrfToken } from "./elements.js"

const PAUSE = 2_500 // milliseconds after the last key
const RETRY = 5_000
const KEEPALIVE = 60_000 // bytes that a browser sends for a page that is gone
const TAKEN = "taken_text" // the cookie that names the last text which the newsroom has taken from a form

export function autosave({ form, start, user, article, labels, collect, chosen, tell, became }) {
  let addresses = start
  let marks = (form.elements.seen.value || "0").split(" ")
  let name = chance() // of the next save
  let sent = text(collect())
  let running = null
  let timer = null
  let failing = false
  let stopped = false
  let wasStopped = false
  const prefix = `article-editor:${user}:`
  const key = () => prefix + (addresses.change ?? "new")

  function text(values) {
    return JSON.stringify(values)
  }

  function changed() {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE)
  }

  function isEmpty(values) {
    return !article && !values.title?.[0]?.trim() && !values.body_html?.[0]?.trim()
  }

  async function save() {
    clearTimeout(timer)
    if (running) {
      await running
      return save()
    }
    const values = collect()
    if (stopped || text(values) === sent || isEmpty(values)) return
    running = send(values)
    await running
    running = null
  }

  function isSaved() {
    const values = collect()
    return text(values) === sent || isEmpty(values)
  }

  async function send(values) {
    tell("busy", labels.saving)
    let answer
    try {
      answer = await fetch(addresses.autosave, request(values, marks))
    } catch {
      return unsent(values, labels.offline)
    }
    if (answer.redirected) return unsent(values, labels.signedOut)
    const said = await answer.json().catch(() => null)
    if (said === null || answer.status >= 500) return unsent(values, labels.broken)
    failing = false
    if (!answer.ok) return refused(values, answer.status, said.error)
    marks = [said.mark]
    name = chance()
    form.elements.seen.value = said.mark
    sent = text(values)
    localStorage.removeItem(key())
    if (said.addresses) {
      addresses = said.addresses
      article = true
    }
    const wrong = Object.values(said.errors)
    if (wrong.length) remember(values)
    tell(wrong.length ? "wrong" : "saved", wrong.length ? `${labels.notSaved} ${wrong.join(" ")}` : said.saved)
    became(said)
  }

  function unsent(values, reason) {
    failing = true
    remember(values)
    if (addresses.autosave && !article) marks = [...new Set([...marks, "1"])] // it may have been made
    else marks = [...new Set([...marks, following(marks[0])])]
    tell("wrong", `${labels.notSaved} ${reason}`)
    timer = setTimeout(save, RETRY)
  }

  function refused(values, status, reason) {
    tell("wrong", `${labels.notSaved} ${reason}`, status === 409)
    remember(values)
    stopped = [403, 404, 409].includes(status)
  }

  function request(values, seen, leaving = false) {
    return {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(form),
      },
      body: text({ ...values, seen: [seen.join(" ")], save: [name] }),
      keepalive: leaving,
    }
  }

  // The mark of the text after this save, which may have arrived although no answer did.
  function following(mark) {
    return mark === "0" ? "1" : `${mark.split(".")[0]}.${name}`
  }

  function leave() {
    const values = collect()
    if (stopped || text(values) === sent || isEmpty(values)) return
    const seen = running ? [...marks, following(marks[0])] : marks
    const last = request(values, seen, true)
    if (failing || new Blob([last.body]).size > KEEPALIVE) remember(values)
    else fetch(addresses.autosave, last).catch(() => {})
  }

  function remember(values, sentAs = null) {
    try {
      localStorage.setItem(key(), text({ values, chosen: chosen(), marks, sentAs, at: Date.now() }))
    } catch {
      // A full or forbidden storage keeps nothing; the page still does.
    }
  }

  // What this browser could not send the last time, or sent with a form that the newsroom has not taken.
  function remembered() {
    const taken = document.cookie.split("; ").find((each) => each.startsWith(`${TAKEN}=`))?.split("=")[1]
    const done = [taken, new URLSearchParams(location.search).get("drop")].filter(Boolean)
    for (const each of Object.keys(localStorage).filter((each) => each.startsWith(prefix)))
      if (done.includes(JSON.parse(localStorage.getItem(each)).sentAs)) localStorage.removeItem(each)
    if (form.hasAttribute("data-sent")) return null // the page itself shows what was sent
    const kept = localStorage.getItem(key())
    localStorage.removeItem(key())
    if (!kept) return null
    const { marks: seen, ...rest } = JSON.parse(kept)
    if (article) marks = [...new Set(seen)]
    return rest
  }

  // Also where there is no HTTPS, unlike crypto.randomUUID.
  function chance() {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), (each) => each.toString(16).padStart(2, "0")).join("")
  }

  window.addEventListener("online", () => failing && save())
  document.addEventListener("visibilitychange", () => document.hidden && save())

  return {
    changed,
    save,
    leave,
    remembered,
    seen: () => marks,
    finished: () => running ?? Promise.resolve(),
    isSaved,
    // The form is sent: the browser keeps the text until the newsroom says that it has taken it.
    stop() {
      wasStopped = stopped
      stopped = true
      const sentAs = chance()
      if (!isEmpty(collect())) remember(collect(), sentAs)
      return sentAs
    },
    resume() {
      stopped = wasStopped
    },
    addresses: () => addresses,
  }
}
