// Sends what was written a few seconds after it was, and when the page goes away.

import { csrfToken } from "./elements.js"

const PAUSE = 2_500 // milliseconds after the last key
const RETRY = 5_000
const KEEPALIVE = 60_000 // bytes that a browser sends for a page that is gone

export function autosave({ form, start, user, article, labels, collect, tell, became }) {
  let addresses = start
  let marks = [form.elements.seen.value || "0"]
  let sent = text(collect())
  let running = null
  let timer = null
  let failing = false
  let stopped = false
  const key = () => `article-editor:${user}:${addresses.change ?? "new"}`

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
      return changed()
    }
    const values = collect()
    if (stopped || text(values) === sent || isEmpty(values)) return
    running = send(values)
    await running
    running = null
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
      body: text({ ...values, seen: [seen.join(" ")] }),
      keepalive: leaving,
    }
  }

  // The mark of the text after a save of this one, which may have arrived although no answer did.
  function following(mark) {
    const [base, saves = "0"] = mark.split(".")
    return mark === "0" ? "1" : `${base}.${Number(saves) + 1}.${user}`
  }

  function leave() {
    const values = collect()
    if (stopped || text(values) === sent || isEmpty(values)) return
    const seen = running ? [...marks, following(marks[0])] : marks
    const last = request(values, seen, true)
    if (failing || new Blob([last.body]).size > KEEPALIVE) remember(values)
    else fetch(addresses.autosave, last).catch(() => {})
  }

  function remember(values) {
    try {
      localStorage.setItem(key(), text({ values, marks, at: Date.now() }))
    } catch {
      // A full or forbidden storage keeps nothing; the page still does.
    }
  }

  // What this browser could not send the last time.
  function remembered() {
    const kept = localStorage.getItem(key())
    localStorage.removeItem(key())
    if (!kept) return null
    const { values, marks: seen, at } = JSON.parse(kept)
    if (article) marks = [...new Set(seen)]
    return { values, at }
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
    stop() {
      stopped = true
      localStorage.removeItem(key())
    },
    addresses: () => addresses,
  }
}
