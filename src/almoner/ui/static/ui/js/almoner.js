/* Loads the small modules. Every page works without them; each attaches itself by a data attribute. */

import { attach as alarm } from "./alarm.js";
import { attach as confirmOnce } from "./confirm-once.js";
import { attach as copy } from "./copy.js";
import { attach as focusFirst } from "./focus.js";
import { attach as hold } from "./hold.js";
import { attach as idle } from "./idle.js";
import { attach as keys } from "./keys.js";
import { attach as live } from "./live.js";
import { attach as minutes } from "./minutes.js";
import { attach as submitOnChange } from "./submit-on-change.js";
import { attach as theme } from "./theme.js";

const modules = [theme, submitOnChange, copy, hold, minutes, confirmOnce, idle, keys, focusFirst, live, alarm];

function attachAll(root) {
  for (const attach of modules) attach(root);
}

attachAll(document);
document.addEventListener("almoner:swapped", (event) => attachAll(event.target));
document.addEventListener("htmx:afterSettle", (event) => attachAll(event.target));
