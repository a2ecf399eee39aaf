/* Keys for staff: `data-key` presses or focuses its element, two letters in turn are allowed (“g p”), “?” lists them. */

const PATIENCE = 1200;
let typed = "";
let timer = 0;

export function attach(root) {
  if (root !== document || !document.querySelector("[data-keys]")) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    if (event.key === "?") return list();
    if (event.key.length !== 1) return;
    typed = `${typed} ${event.key}`.trim();
    clearTimeout(timer);
    timer = setTimeout(() => (typed = ""), PATIENCE);
    const target = bound(typed) ?? bound(event.key);
    if (!target) return;
    typed = "";
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus();
    else target.click();
  });
}

function bound(key) {
  return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
}

function isWriting(event) {
  const target = event.target;
  if (event.key === "Escape") target.blur?.();
  return target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
}

function list() {
  const open = document.querySelector(".keys-list");
  if (open) return open.close();
  const dialog = document.createElement("dialog");
  dialog.className = "keys-list";
  const rows = [...document.querySelectorAll("[data-key]")].map((element) => {
    const row = document.createElement("div");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    const label = document.createElement("span");
    label.textContent = element.dataset.keyLabel ?? element.textContent.trim();
    row.append(key, label);
    return row;
  });
  dialog.append(...rows);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
