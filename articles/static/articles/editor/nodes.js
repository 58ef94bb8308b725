// What a body is made of: the same kinds as in articles/body, and no others.

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Extension,
  Gapcursor,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  wrappingInputRule,
} from "django-prose-editor/editor"

import { safeInline } from "./serialise.js"

const LINK = /^(https?:\/\/[^\s/?#\\]|mailto:\S|tel:\S|\/)/i
const IMAGE = /^(https?:\/\/[^\s/?#\\]|\/)/i
const OF_THE_LIBRARY = /^image:([1-9][0-9]{0,17})$/
const EMBED = /^https?:\/\/[a-z0-9.-]+(:[0-9]+)?([/?#]|$)/i
const POSTS = ["instagram-media", "tiktok-embed", "twitter-tweet", "twitter-video"]

export const isLink = (address) => LINK.test(address) && address.length <= 2000
export const isEmbed = (address) => EMBED.test(address) && address.length <= 2000

export function pictureAddress(address) {
  if (!address || address.length > 2000) return null
  const whole = address.startsWith("//") ? `https:${address}` : address
  return IMAGE.test(whole) || OF_THE_LIBRARY.test(whole) ? whole : null
}

export function embedAddress(address) {
  const whole = address?.startsWith("//") ? `https:${address}` : address
  return whole && isEmbed(whole) ? whole.replace(/^http:/i, "https:") : null
}

const number = (text) => (/^[1-9][0-9]{0,4}$/.test(text ?? "") ? Number(text) : null)

const plain = { addAttributes: () => ({}), addNodeView: null, addMenuItems: null }

const Headings = Heading.extend({
  parseHTML: () =>
    [2, 2, 3, 4, 4, 4].map((level, index) => ({ tag: `h${index + 1}`, attrs: { level } })),
}).configure({ levels: [2, 3, 4] })

const Quote = Blockquote.extend({ content: "paragraph+" })

const Item = ListItem.extend({ content: "paragraph (bulletList | orderedList)*" })

const Numbered = OrderedList.extend({
  ...plain,
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*1[.)]\s$/, type: this.type })]
  },
})

const Anchor = Link.extend({
  inclusive: false,
  addMenuItems: null,
  addKeyboardShortcuts: () => ({}),
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    { tag: "a[href]", getAttrs: (element) => isLink(element.getAttribute("href")) && null },
  ],
}).configure({ autolink: false, openOnClick: false, isAllowedUri: isLink })

const Grid = Table.extend({
  ...plain,
  addAttributes: () => ({
    caption: {
      default: "",
      parseHTML: (element) => {
        const caption = [...element.children].find((child) => child.tagName === "CAPTION")
        return caption ? safeInline(caption) : ""
      },
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node }) {
    const caption = document.createElement("caption")
    caption.innerHTML = node.attrs.caption
    return ["table", ...(node.attrs.caption ? [caption] : []), ["tbody", 0]]
  },
})

const Row = TableRow.extend({
  addAttributes: () => ({
    section: {
      default: "tbody",
      parseHTML: (element) => {
        const section = element.dataset.section ?? element.parentElement?.tagName.toLowerCase()
        return ["thead", "tfoot"].includes(section) ? section : "tbody"
      },
      renderHTML: ({ section }) => ({ "data-section": section }),
    },
  }),
})

const spans = () => ({
  colspan: { default: 1, parseHTML: (cell) => number(cell.getAttribute("colspan")) ?? 1 },
  rowspan: { default: 1, parseHTML: (cell) => number(cell.getAttribute("rowspan")) ?? 1 },
  colwidth: { default: null, rendered: false, parseHTML: () => null }, // what the table's plugin expects
})
const Cell = TableCell.extend({ content: "paragraph+", addAttributes: spans })
const HeaderCell = TableHeader.extend({ content: "paragraph+", addAttributes: spans })

function pictureOf(image, caption) {
  const sources = [image?.dataset.picture, image?.getAttribute("src"), image?.dataset.src]
  const src = sources.map(pictureAddress).find(Boolean)
  if (!src) return false
  const [width, height] = [number(image.getAttribute("width")), number(image.getAttribute("height"))]
  if (width === 1 && height === 1) return false // it counts readers
  return { src, alt: image.getAttribute("alt") ?? "", width, height, ...wordsUnder(caption) }
}

function wordsUnder(caption) {
  const html = caption ? safeInline(caption) : ""
  const start = html.endsWith("</em>") ? html.lastIndexOf("<em>") : -1
  if (start < 0) return { caption: html, credit: "" }
  return { caption: html.slice(0, start).trim(), credit: html.slice(start + 4, -5) }
}

// Its words are markup of `safeInline`, so that a caption with a link keeps it.
const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ thumbnails: "", describe: "" }),
  addAttributes: () =>
    Object.fromEntries(
      [["src", null], ["alt", ""], ["width", null], ["height", null], ["caption", ""], ["credit", ""]].map(
        ([name, value]) => [name, { default: value, rendered: false, parseHTML: () => null }],
      ),
    ),
  parseHTML: () => [
    {
      tag: "figure",
      priority: 60,
      getAttrs: (figure) =>
        !figure.querySelector("figure, table") &&
        pictureOf(figure.querySelector("img"), figure.querySelector("figcaption")),
    },
    { tag: "img", getAttrs: (image) => pictureOf(image, null) },
  ],
  renderHTML({ node }) {
    const { src, alt, width, height, caption, credit } = node.attrs
    const image = document.createElement("img")
    const own = OF_THE_LIBRARY.exec(src)
    image.src = own ? `${this.options.thumbnails}${own[1]}/` : src
    image.alt = alt
    image.dataset.picture = src // which a copy is made of
    if (width) image.setAttribute("width", width)
    if (height) image.setAttribute("height", height)
    const words = document.createElement("figcaption")
    words.innerHTML = `${caption}${caption && credit ? " " : ""}${credit && `<em>${credit}</em>`}`
    return ["figure", { class: "editor-picture" }, image, ...(caption || credit ? [words] : [])]
  },
})

const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ says: "" }),
  addAttributes: () => ({ url: { default: null, rendered: false, parseHTML: () => null } }),
  parseHTML: () => [
    {
      tag: "figure[data-url]",
      priority: 70,
      getAttrs: (figure) => embedOf(figure.dataset.url),
    },
    { tag: "iframe", getAttrs: (frame) => embedOf(frame.getAttribute("src"), frame.dataset.src) },
    {
      tag: "blockquote",
      priority: 70,
      getAttrs: (quote) =>
        POSTS.some((post) => quote.classList.contains(post)) &&
        embedOf(
          quote.getAttribute("cite"),
          quote.dataset.instgrmPermalink,
          [...quote.querySelectorAll("a[href]")].at(-1)?.getAttribute("href"),
        ),
    },
  ],
  renderHTML({ node }) {
    const host = new URL(node.attrs.url).hostname.replace(/^www\./, "")
    return [
      "figure",
      { class: "editor-embed", "data-url": node.attrs.url },
      ["strong", this.options.says.replace("%(host)s", host)],
      ["span", node.attrs.url],
    ]
  },
})

function embedOf(...addresses) {
  const url = addresses.map(embedAddress).find(Boolean)
  return url ? { url } : false
}

// A line break is a new paragraph, as it is to articles/body.
const Breaks = Extension.create({
  name: "breaks",
  addKeyboardShortcuts: () => ({ "Shift-Enter": ({ editor }) => editor.commands.enter() }),
})

export const extensions = ({ labels, thumbnails }) => [
  Document,
  Text,
  Paragraph,
  Headings,
  Quote,
  BulletList,
  Numbered,
  Item,
  Bold,
  Italic,
  Anchor,
  Grid,
  Row,
  Cell,
  HeaderCell,
  Picture.configure({ thumbnails }),
  Embed.configure({ says: labels.embedded }),
  History,
  Dropcursor,
  Gapcursor,
  TrailingNode,
  Breaks,
]
