/* A form that is sent once, however often it is pressed; the server keeps the same promise with its own key. */

import { fresh } from "./once.js";

export function attach(root) {
  for (const form of fresh(root, "form[data-once]", attach)) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent === "yes") {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-disabled", "true");
    });
    window.addEventListener("pageshow", () => {
      form.dataset.sent = "no";
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    });
  }
}
