// The row of buttons over the text; arrow keys go from one to the next.

import { askForCaption, askForEmbed, askForLink } from "./dialogs.js"
import { element, icon } from "./elements.js"
import { askForPicture } from "./pictures.js"
import { escaped } from "./serialise.js"

const HEADINGS = [2, 3, 4]

export function toolbar(editor, { labels, addresses, language }) {
  const run = (command, ...given) => editor.chain().focus()[command](...given).run()
  const marks = [
    ["bold", "format_bold", () => run("toggleBold")],
    ["italic", "format_italic", () => run("toggleItalic")],
    ["link", "link", () => link(editor, labels)],
  ]
  const blocks = [
    ["bulletList", "format_list_bulleted", () => run("toggleBulletList")],
    ["orderedList", "format_list_numbered", () => run("toggleOrderedList")],
    ["blockquote", "format_quote", () => run("toggleBlockquote")],
  ]
  const inserted = [
    ["picture", "image", () => picture(editor, labels, addresses.pictures, language())],
    ["embed", "smart_display", () => embed(editor, labels)],
    ["table", "table", () => behind(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()],
  ]
  const steps = [
    ["undo", "undo", () => run("undo")],
    ["redo", "redo", () => run("redo")],
  ]
  const inTable = [
    ["addRow", "add_row_below", () => run("addRowAfter")],
    ["deleteRow", "variable_remove", () => run("deleteRow")],
    ["addColumn", "add_column_right", () => run("addColumnAfter")],
    ["deleteColumn", "splitscreen_left", () => run("deleteColumn")],
    ["toggleHeader", "toolbar", () => run("toggleHeaderRow")],
    ["tableCaption", "closed_caption", () => caption(editor, labels)],
    ["deleteTable", "delete", () => run("deleteTable")],
  ]
  const button = ([name, sign, act]) => {
    const made = element("button", { type: "button", title: labels[name], "aria-label": labels[name] }, [icon(sign)])
    made.dataset.tool = name
    made.addEventListener("click", act)
    return made
  }
  const kinds = kindOfBlock(editor, labels)
  const groups = [[kinds], marks.map(button), blocks.map(button), inserted.map(button), steps.map(button)]
  const bar = row(labels.tools, groups)
  const tableBar = row(labels.tableTools, [inTable.map(button)])
  const show = () => {
    kinds.value = HEADINGS.find((level) => editor.isActive("heading", { level })) ?? "paragraph"
    for (const [name] of [...marks, ...blocks])
      bar.querySelector(`[data-tool=${name}]`).setAttribute("aria-pressed", editor.isActive(name))
    for (const [name] of steps) bar.querySelector(`[data-tool=${name}]`).disabled = !editor.can()[name]()
    tableBar.hidden = !editor.isActive("table")
  }
  editor.on("transaction", show)
  show()
  return element("div", { className: "editor-tools" }, [bar, tableBar])
}

function row(label, groups) {
  const made = element(
    "div",
    { role: "toolbar", "aria-label": label },
    groups.map((tools) => element("span", {}, tools)),
  )
  const tools = [...made.querySelectorAll("button, select")]
  tools.forEach((tool, at) => (tool.tabIndex = at ? -1 : 0))
  made.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const usable = tools.filter((tool) => !tool.disabled)
    const next = usable[(usable.indexOf(document.activeElement) + step + usable.length) % usable.length]
    tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1))
    next.focus()
    event.preventDefault()
  })
  return made
}

function kindOfBlock(editor, labels) {
  const option = (value, label) => element("option", { value, textContent: label })
  const select = element("select", { "aria-label": labels.paragraph }, [
    option("paragraph", labels.paragraph),
    ...HEADINGS.map((level) => option(level, labels[`heading${level}`])),
  ])
  select.addEventListener("change", () => {
    const chain = editor.chain().focus()
    const level = Number(select.value)
    ;(level ? chain.setHeading({ level }) : chain.setParagraph()).run()
  })
  return select
}

async function link(editor, labels) {
  const { href } = editor.getAttributes("link")
  const answer = await askForLink(labels, href)
  if (!answer) return
  const chain = editor.chain().focus().extendMarkRange("link")
  if (answer.removed) chain.unsetLink().run()
  else if (editor.state.selection.empty && !href)
    chain.insertContent({ type: "text", text: answer.href, marks: [{ type: "link", attrs: answer }] }).run()
  else chain.setLink(answer).run()
}

export async function picture(editor, labels, address, language) {
  const { node } = editor.state.selection
  const present = node?.type.name === "picture" ? node.attrs : null
  const attrs = await askForPicture(labels, address, language, present)
  if (!attrs) return
  const chain = editor.chain().focus()
  if (present) chain.updateAttributes("picture", attrs).run()
  else insert(editor, { type: "picture", attrs })
}

// Behind the block that the caret is in, so that no sentence is split and no picture replaced.
function behind(editor) {
  const { $to, node, to } = editor.state.selection
  const chain = editor.chain().focus()
  if (!node && $to.depth && !$to.node(1).content.size) return chain
  const end = $to.depth ? $to.after(1) : to
  return chain.insertContentAt(end, { type: "paragraph" }).setTextSelection(end + 1)
}

// A block, and a paragraph to go on in.
const insert = (editor, content) => behind(editor).insertContent([content, { type: "paragraph" }]).run()

async function embed(editor, labels) {
  const answer = await askForEmbed(labels)
  if (!answer) return
  const url = answer.url.replace(/^http:/i, "https:")
  insert(editor, { type: "embed", attrs: { url } })
}

async function caption(editor, labels) {
  const present = editor.getAttributes("table").caption
  const said = new DOMParser().parseFromString(present, "text/html").body.textContent
  const answer = await askForCaption(labels, said)
  if (answer && answer.caption !== said)
    editor.chain().focus().updateAttributes("table", { caption: escaped(answer.caption) }).run()
}
