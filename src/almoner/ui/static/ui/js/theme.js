/* Changes the colours at once and tells the server in the background. */

import { fresh } from "./once.js";

export function attach(root) {
  for (const form of fresh(root, "[data-theme-switch]", attach)) {
    form.addEventListener("submit", async (event) => {
      const choice = event.submitter?.value;
      if (!choice) return;
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      document.documentElement.dataset.theme = choice;
      form.querySelector(`[data-shows="${choice}"]`)?.focus();
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
      if (!answer) form.dataset.unsaved = "yes";
    });
  }
}
