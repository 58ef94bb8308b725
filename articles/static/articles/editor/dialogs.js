// Asks for what a button needs, and answers null when nothing is wanted.

import { element } from "./elements.js"
import { isEmbed, isLink } from "./nodes.js"

export function ask(labels, { title, fields, done = labels.keep, remove = null, before = [] }) {
  return new Promise((resolve) => {
    const inputs = fields.map(inputOf)
    const problem = element("p", { className: "editor-problem", role: "alert" })
    const buttons = [
      element("button", { type: "submit", className: "editor-button primary", textContent: done }),
      ...(remove ? [element("button", { type: "button", className: "editor-button", textContent: remove })] : []),
      element("button", { type: "button", className: "editor-button", textContent: labels.cancel }),
    ]
    const form = element("form", { method: "dialog", noValidate: true }, [
      element("h2", { textContent: title, id: "editor-dialog-title" }),
      ...before,
      ...inputs.map(({ row }) => row),
      problem,
      element("div", { className: "editor-dialog-buttons" }, buttons),
    ])
    const dialog = element(
      "dialog",
      { className: "editor-dialog", "aria-labelledby": "editor-dialog-title" },
      [form],
    )
    const end = (answer) => {
      dialog.remove()
      resolve(answer)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const values = Object.fromEntries(inputs.map(({ name, input }) => [name, input.value.trim()]))
      problem.textContent = fields.map((field) => field.check?.(values[field.name])).find(Boolean) ?? ""
      if (!problem.textContent) end(values)
    })
    buttons.at(-1).addEventListener("click", () => end(null))
    if (remove) buttons[1].addEventListener("click", () => end({ removed: true }))
    dialog.addEventListener("cancel", () => end(null))
    document.body.append(dialog)
    dialog.showModal()
    ;(form.querySelector("input, textarea") ?? buttons[0]).focus()
  })
}

function inputOf({ name, label, value = "", help = "", rows = 0 }, at) {
  const id = `editor-dialog-${at}`
  const described = help ? { "aria-describedby": `${id}-help` } : {}
  const kind = rows ? ["textarea", { rows }] : ["input", { type: "text" }]
  const input = element(kind[0], { ...kind[1], id, name, value, ...described })
  const row = element("div", { className: "editor-field" }, [
    element("label", { htmlFor: id, textContent: label }),
    input,
    ...(help ? [element("p", { id: `${id}-help`, className: "editor-help", textContent: help })] : []),
  ])
  return { name, input, row }
}

export const askForLink = (labels, href) =>
  ask(labels, {
    title: labels.link,
    remove: href ? labels.removeLink : null,
    fields: [
      {
        name: "href",
        label: labels.address,
        value: href ?? "",
        help: labels.addressHelp,
        check: (address) => !isLink(address) && labels.addressWrong,
      },
    ],
  })

export const askForEmbed = (labels) =>
  ask(labels, {
    title: labels.embed,
    done: labels.insert,
    fields: [
      {
        name: "url",
        label: labels.address,
        help: labels.embedHelp,
        check: (address) => !isEmbed(address) && labels.addressWrong,
      },
    ],
  })

export const askForCaption = (labels, value) =>
  ask(labels, {
    title: labels.tableCaption,
    fields: [{ name: "caption", label: labels.caption, value }],
  })
