/* Counts down a time that is kept for the reader; when it is over, says so and stops the form. */

import { fresh } from "./once.js";

export function attach(root) {
  for (const element of fresh(root, "[data-hold]", attach)) {
    const over = performance.now() + Number(element.dataset.hold) * 1000;
    const left = element.querySelector("[data-hold-left]");
    const timer = setInterval(show, 1000);
    show();

    function show() {
      const seconds = Math.max(0, Math.round((over - performance.now()) / 1000));
      if (seconds > 0) {
        const rest = String(seconds % 60).padStart(2, "0");
        left.textContent = `${Math.floor(seconds / 60)}:${rest}`;
        return;
      }
      clearInterval(timer);
      element.setAttribute("role", "alert");
      element.textContent = element.dataset.holdOver;
      for (const button of element.closest("form")?.querySelectorAll("button") ?? []) button.disabled = true;
    }
  }
}
