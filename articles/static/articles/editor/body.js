// Turns the text area of a body into an editor.

import { Editor } from "django-prose-editor/editor"

import { element } from "./elements.js"
import { extensions } from "./nodes.js"
import { cleanPaste } from "./paste.js"
import { serialise } from "./serialise.js"
import { picture, toolbar } from "./toolbar.js"

export function bodyEditor(textarea, { labels, addresses, language, changed }) {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  label.id = `${textarea.id}_label`
  const frame = element("div", { className: "editor-frame" })
  textarea.before(frame)
  textarea.hidden = true
  const editor = new Editor({
    element: frame,
    extensions: extensions({ labels, thumbnails: addresses.pictures }),
    content: textarea.value,
    editorProps: {
      attributes: {
        class: "editor-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": label.id,
      },
      transformPastedHTML: cleanPaste,
      handleDoubleClickOn: (view, position, node) => {
        if (node.type.name === "picture") picture(editor, labels, addresses.pictures, language())
      },
    },
  })
  frame.prepend(toolbar(editor, { labels, addresses, language }))
  label.addEventListener("click", () => editor.commands.focus())
  editor.view.dispatch(editor.state.tr) // tables are put in order by the first step; that is no edit
  let written = serialise(editor.state.doc)
  const write = () => {
    const html = serialise(editor.state.doc)
    if (html !== written) textarea.value = written = html
  }
  editor.on("update", changed)
  return {
    editor,
    write, // leaves a text that nobody touched as it came
    html: () => serialise(editor.state.doc),
    replace: (html) => editor.commands.setContent(html, { emitUpdate: true }),
  }
}
