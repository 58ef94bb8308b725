// Unfold makes some of its controls of spans and of links that lead nowhere. Here they become buttons to
// keyboards and screen readers, and pictures in letters are not read aloud.

const CONTROLS = ["span", "a:not([href])", "#nav-sidebar div.cursor-pointer"]
  .map((element) => `${element}[x-on\\:click]`)
  .join();
const ICON = "material-symbols-outlined";

const isIcon = (element) => element.classList.contains(ICON);
const isAlone = (icon) => icon.parentElement.textContent.trim() === icon.textContent.trim();

function becomeButton(control, label) {
  control.setAttribute("role", "button");
  control.tabIndex = 0;
  if (isIcon(control)) control.setAttribute("aria-label", label);
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      control.click();
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  const label = document.querySelector("meta[name=newsroom-menu]").content;
  document.getElementById("main")?.setAttribute("role", "main");
  document.getElementById("nav-sidebar-inner")?.setAttribute("aria-label", label);
  document.querySelectorAll(CONTROLS).forEach((control) => becomeButton(control, label));
  for (const icon of document.getElementsByClassName(ICON)) {
    if (!icon.hasAttribute("role") && !isAlone(icon)) icon.setAttribute("aria-hidden", "true");
  }
});
