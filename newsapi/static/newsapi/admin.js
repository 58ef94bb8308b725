// Unfold makes some of its controls of spans and of links that lead nowhere. Here they become buttons to
// keyboards and screen readers, and icons that stand beside words are not read aloud.

const CONTROLS = ["span", "a:not([href])", "#nav-sidebar div.cursor-pointer"]
  .map((element) => `${element}[x-on\\:click]`)
  .join();
const MENU = "[x-on\\:click^=sidebar]";
const ICON = "material-symbols-outlined";

function becomeButton(control) {
  control.setAttribute("role", "button");
  control.tabIndex = 0;
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      control.click();
    }
  });
}

function isBesideWords(icon) {
  return icon.parentElement.textContent.trim() !== icon.textContent.trim();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(CONTROLS).forEach(becomeButton);
  for (const icon of document.getElementsByClassName(ICON)) {
    if (!icon.hasAttribute("role") && isBesideWords(icon)) icon.setAttribute("aria-hidden", "true");
  }
  document.getElementById("main")?.setAttribute("role", "main");
  const menu = document.querySelector("meta[name=newsroom-menu]")?.content; // not where one signs in
  for (const element of menu ? document.querySelectorAll(`${MENU}, #nav-sidebar-inner`) : []) {
    element.setAttribute("aria-label", menu);
  }
});
