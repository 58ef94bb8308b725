// Tells the newsroom that this page is open, and the editor who else has it open.

import { csrfToken } from "./elements.js"

const PERIOD = 15_000

export function presence({ address, form, seen, show }) {
  const send = (fields, leaving = false) =>
    fetch(address(), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(form) },
      body: JSON.stringify(fields),
      keepalive: leaving,
    })
  const report = async () => {
    if (!address()) return
    const answer = await send({ seen: [seen().join(" ")] }).catch(() => null)
    if (answer?.ok && !answer.redirected) show(await answer.json())
  }
  let timer = setInterval(report, PERIOD)
  report()
  return {
    report,
    leave() {
      clearInterval(timer)
      if (address()) send({ leave: ["1"] }, true).catch(() => {})
    },
    back() {
      timer = setInterval(report, PERIOD)
      report()
    },
  }
}
