// Renews the panel of the run that is under way; when it is over, the list below is loaded anew.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const EVERY = 2000;
  let failures = 0;

  const renew = async () => {
    const panel = document.getElementById("bc-run-panel");
    if (!panel || panel.dataset.atWork !== "yes") return;
    try {
      const answer = await fetch(panel.dataset.progressUrl, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("bc-run-panel");
      if (!fresh) throw new Error("no panel");
      failures = 0;
      if (fresh.dataset.atWork !== "yes") {
        window.location.reload();
        return;
      }
      panel.replaceWith(fresh);
      const bar = fresh.querySelector("[data-run]");
      for (const row of document.querySelectorAll(`#changelist [data-run="${bar.dataset.run}"]`)) {
        row.innerHTML = bar.innerHTML;
      }
    } catch {
      failures += 1;
    }
    window.setTimeout(renew, EVERY * Math.min(failures + 1, 15));
  };

  window.setTimeout(renew, EVERY);
});
