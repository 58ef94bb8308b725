// Writes what the editor holds as articles/body would write it, so that saving changes nothing.

const SPACES = /[ \t\n\v\f\r\x85\u2028\u2029]+/g
const INVISIBLE = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufeff]/g
const UNSAFE_IN_URL = /[\s"<>\\^`{|}]/g
const DEEPEST = 5 // level of a list inside lists
const TAGS = { bold: "strong", italic: "em" }

const cleaned = (text) => text.replace(INVISIBLE, "").replace(SPACES, " ")

export const escaped = (text) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\xa0/g, "&nbsp;")

const quoted = (text) => `"${escaped(text).replace(/"/g, "&quot;")}"`
const address = (url) => quoted(url.replace(UNSAFE_IN_URL, encodeURIComponent))
const opening = ({ name, href }) =>
  name === "a" ? `<a href=${address(href)} rel="noopener noreferrer">` : `<${name}>`

// Words with the tags that they stand in; spaces stand outside of tags that begin or end beside them.
class Line {
  html = ""
  text = ""
  open = []
  space = false

  write(given, tags) {
    const text = cleaned(given)
    const words = text.replace(/^ +| +$/g, "")
    if (!words) {
      this.space ||= text !== ""
      return
    }
    const spelled = tags.map(opening)
    let same = 0
    while (same < this.open.length && this.open[same] === spelled[same]) same += 1
    this.close(same)
    if (this.text && (this.space || text[0] === " ")) {
      this.html += " "
      this.text += " "
    }
    for (const each of spelled.slice(same)) this.html += each
    this.open = spelled
    this.html += escaped(words)
    this.text += words
    this.space = text.endsWith(" ")
  }

  close(from) {
    for (const tag of this.open.slice(from).reverse()) this.html += `</${/^<(\w+)/.exec(tag)[1]}>`
    this.open = this.open.slice(0, from)
  }

  end() {
    this.close(0)
    return this.text.trim() ? this.html : ""
  }
}

function inline(node) {
  const line = new Line()
  node.forEach((child) => {
    if (child.isText) line.write(child.text, child.marks.map(tagOf))
  })
  return line.end()
}

const tagOf = (mark) =>
  mark.type.name === "link" ? { name: "a", href: mark.attrs.href } : { name: TAGS[mark.type.name] }

// The words of an element with emphasis and links, and nothing else of it: safe to be shown.
export function safeInline(element) {
  const line = new Line()
  const walk = (parent, tags) => {
    for (const child of parent.childNodes) {
      if (child.nodeType === 3) line.write(child.data, tags)
      else if (child.nodeType === 1 && !["SCRIPT", "STYLE", "TEMPLATE"].includes(child.tagName))
        walk(child, within(child, tags))
    }
  }
  walk(element, [])
  return line.end()
}

function within(element, tags) {
  const name = { B: "strong", STRONG: "strong", I: "em", EM: "em", A: "a" }[element.tagName]
  const href = element.getAttribute("href") ?? ""
  if (!name || tags.some((tag) => tag.name === name)) return tags
  return name === "a" && !/^(https?:|mailto:|tel:|\/)/i.test(href) ? tags : [...tags, { name, href }]
}

const pieces = (node) => children(node).map(inline).filter(Boolean)
const children = (node) => Array.from({ length: node.childCount }, (_, index) => node.child(index))

const BLOCKS = {
  paragraph: (node) => wrapped("p", inline(node)),
  heading: (node) => wrapped(`h${node.attrs.level}`, inline(node)),
  blockquote: (node) => wrapped("blockquote", pieces(node).map((each) => `<p>${each}</p>`).join("")),
  bulletList: list,
  orderedList: list,
  table,
  picture({ attrs: { src, alt, width, height, caption, credit } }) {
    const size = (width ? ` width="${width}"` : "") + (height ? ` height="${height}"` : "")
    const image = `<img src=${address(src)} alt=${quoted(cleaned(alt).trim())}${size}>`
    const words = [caption, credit && `<em>${credit}</em>`].filter(Boolean).join(" ")
    return `<figure>${image}${wrapped("figcaption", words)}</figure>`
  },
  embed: ({ attrs }) => `<figure class="embed" data-url=${address(attrs.url)}></figure>`,
}

const wrapped = (tag, html) => (html ? `<${tag}>${html}</${tag}>` : "")

function list(node) {
  let html = ""
  const open = []
  for (const { level, tag, text } of items(node, 0, [])) {
    while (open.length > level + 1 || (open.length === level + 1 && open[level] !== tag))
      html += `</li></${open.pop()}>`
    if (open.length === level + 1) html += "</li>"
    else {
      html += `<${tag}>`
      open.push(tag)
    }
    html += `<li>${text}`
  }
  return html + open.reverse().map((tag) => `</li></${tag}>`).join("")
}

function items(node, depth, found) {
  const tag = node.type.name === "bulletList" ? "ul" : "ol"
  for (const item of children(node)) {
    const text = children(item).filter((child) => child.isTextblock).map(inline).filter(Boolean).join(" ")
    if (text) found.push({ level: Math.min(depth, DEEPEST, (found.at(-1)?.level ?? -1) + 1), tag, text })
    for (const child of children(item)) if (!child.isTextblock) items(child, depth + 1, found)
  }
  return found
}

function table(node) {
  const rows = children(node).filter((row) => row.childCount)
  const cells = rows.flatMap(children)
  if (cells.length === 1 && !node.attrs.caption)
    return pieces(cells[0]).map((each) => `<p>${each}</p>`).join("\n")
  if (!node.attrs.caption && !cells.some((cell) => pieces(cell).length)) return ""
  let html = wrapped("caption", node.attrs.caption)
  rows.forEach((row, index) => {
    const { section } = row.attrs
    if (rows[index - 1]?.attrs.section !== section) html += `<${section}>`
    html += `<tr>${children(row).map(cellOf).join("")}</tr>`
    if (rows[index + 1]?.attrs.section !== section) html += `</${section}>`
  })
  return `<table>${html}</table>`
}

function cellOf(cell) {
  const tag = cell.type.name === "tableHeader" ? "th" : "td"
  const spans = ["colspan", "rowspan"].map((side) => [side, cell.attrs[side]])
  const given = spans.filter(([, span]) => span > 1 && span < 100).map(([side, span]) => ` ${side}="${span}"`)
  return `<${tag}${given.join("")}>${pieces(cell).join(" ")}</${tag}>`
}

export const serialise = (doc) =>
  children(doc).map((node) => BLOCKS[node.type.name](node)).filter(Boolean).join("\n")
