// Takes out of pasted markup what word processors and other sites put around the words.

const GONE =
  "script, style, meta, link, title, template, noscript, xml, svg, math, button, select, canvas, object, [hidden]"
const BLOCKS =
  "address, article, aside, blockquote, dd, details, div, dl, dt, figure, footer, form, h1, h2, h3, h4, h5, h6, " +
  "header, hr, iframe, img, li, main, nav, ol, p, pre, section, table, ul"
const ONE_LINE = "h1, h2, h3, h4, h5, h6, li, td, th, figcaption, caption"
const STYLED = new Set(["SPAN", "FONT", "B", "STRONG", "I", "EM", "A"])
const RAISED = Object.fromEntries([..."0123456789+-−"].map((sign, at) => [sign, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"][at]]))
const NUMBER = /^\s*(?:\d+|[a-zа-я]|[ivxlc]+)[.)]/i

export function cleanPaste(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  const all = (selector) => [...body.querySelectorAll(selector)]
  all(GONE).forEach((element) => element.remove())
  all("*").filter(isHidden).forEach((element) => element.remove())
  all("b, strong").filter(isNotBold).forEach(unwrap)
  all("span").filter(isSpace).forEach((element) => element.replaceWith(" "))
  wordLists(body)
  all("table img").forEach(takeOut)
  all("td, th").forEach((cell) => flatten(cell, "ul, ol, dl, blockquote, figure, table, thead, tbody, tr"))
  all("li").forEach((item) => flatten(item, "blockquote"))
  all("sup").forEach(raise)
  all("*").forEach((element) => STYLED.has(element.tagName) || element.removeAttribute("style"))
  all("h1, h2, h3, h4, h5, h6").forEach(unstressed)
  all("br").forEach(spaceInOneLine)
  paragraphs(body)
  all("p").filter((paragraph) => paragraph.querySelector("br")).forEach(splitAtBreaks)
  all("p").filter(isEmpty).forEach((paragraph) => paragraph.remove())
  return body.innerHTML
}

const isHidden = (element) => /display:\s*none|mso-hide:\s*all/i.test(element.getAttribute("style") ?? "")
const isNotBold = (element) => /(?<!-)font-weight:\s*(normal|[1-4]00)/i.test(element.getAttribute("style") ?? "")
const isEmpty = (element) => !element.textContent.trim() && !element.querySelector("img, iframe")
const isSpace = (element) => element.textContent === "\xa0" // which browsers make of a space between tags
const unwrap = (element) => element.replaceWith(...element.childNodes)

function takeOut(image) {
  let table = image.closest("table")
  while (table.parentElement.closest("table")) table = table.parentElement.closest("table")
  table.before(image)
}

// A cell or an item holds paragraphs, and no other blocks.
function flatten(container, frames) {
  const lines = `h1, h2, h3, h4, h5, h6, pre, td, th, dt, dd${frames.includes("ul") ? ", li" : ""}`
  for (const line of container.querySelectorAll(lines)) {
    const paragraph = document.createElement("p")
    paragraph.append(...line.childNodes)
    line.replaceWith(paragraph)
  }
  container.querySelectorAll(frames).forEach(unwrap)
}

function raise(element) {
  const text = element.textContent.trim()
  if ([...text].every((sign) => sign in RAISED))
    element.replaceWith([...text].map((sign) => RAISED[sign]).join(""))
}

// A heading is bold without being told.
function unstressed(heading) {
  heading.querySelectorAll("*").forEach((element) => element.removeAttribute("style"))
  heading.querySelectorAll("b, strong").forEach(unwrap)
}

function spaceInOneLine(lineBreak) {
  if (lineBreak.closest(ONE_LINE)) lineBreak.replaceWith(" ")
}

// Words that stand between blocks become paragraphs.
function paragraphs(container) {
  const isBlock = (node) => node.nodeType === 1 && (node.matches(BLOCKS) || node.querySelector(BLOCKS))
  if ([...container.childNodes].some(isBlock) || container.querySelector("br")) {
    let run = null
    for (const node of [...container.childNodes]) {
      if (isBlock(node)) {
        run = null
        if (node.matches("div, section, article, main, blockquote, aside, header, footer, span"))
          paragraphs(node)
      } else {
        if (!run) node.before((run = document.createElement("p")))
        run.append(node)
      }
    }
  }
}

function splitAtBreaks(paragraph) {
  for (const lineBreak of [...paragraph.querySelectorAll("br")].reverse()) {
    const rest = document.createRange()
    rest.setStartAfter(lineBreak)
    rest.setEndAfter(paragraph.lastChild)
    const next = document.createElement("p")
    next.append(rest.extractContents())
    paragraph.after(next)
    lineBreak.remove()
  }
}

// Word writes the items of a list as paragraphs that begin with their own marks.
function wordLists(body) {
  let lists = []
  for (const item of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div")]) {
    const found = /mso-list:\s*l\d+\s+level(\d+)/i.exec(item.getAttribute("style") ?? "")
    if (!found) continue
    const level = Number(found[1])
    const isMark = (span) => /mso-list:\s*ignore/i.test(span.getAttribute("style") ?? "")
    const mark = [...item.querySelectorAll("span")].find(isMark)
    const tag = mark && NUMBER.test(mark.textContent) ? "ol" : "ul"
    mark?.remove()
    if (!follows(lists, item)) lists = []
    lists = lists.slice(0, level)
    if (lists.length === level && lists[level - 1].localName !== tag && level === 1) lists = []
    while (lists.length < level) lists.push(begun(lists.at(-1), item, tag))
    const entry = document.createElement("li")
    entry.append(...item.childNodes)
    lists[level - 1].append(entry)
    item.remove()
  }
}

function follows(lists, item) {
  let before = item.previousSibling
  while (before && before.nodeType !== 1 && !before.textContent.trim()) before = before.previousSibling
  before = before?.nodeType === 8 ? item.previousElementSibling : before
  return lists.length > 0 && before === lists[0]
}

function begun(outer, item, tag) {
  const list = document.createElement(tag)
  if (outer) {
    if (!outer.lastElementChild) outer.append(document.createElement("li"))
    outer.lastElementChild.append(list)
  } else item.before(list)
  return list
}
