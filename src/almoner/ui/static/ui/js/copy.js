/* Copies a reference, and says that it did. */

import { fresh } from "./once.js";

export function attach(root) {
  if (!navigator.clipboard) return;
  for (const button of fresh(root, "[data-copy]", attach)) {
    button.hidden = false;
    const words = button.querySelector(".heard");
    const before = words.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = button.dataset.copied;
      words.setAttribute("role", "status");
      words.classList.remove("heard");
      setTimeout(() => {
        words.textContent = before;
        words.classList.add("heard");
      }, 2000);
    });
  }
}
