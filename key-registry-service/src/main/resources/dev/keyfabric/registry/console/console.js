"use strict";
// What a page can do beyond plain forms and links: stay live, count down, copy, and never leave a person unsure of what
// became of a form when the connection is lost. Everything else works without it.
(() => {
  const LONGEST_FORM = 512 * 1024;
  const ASK_EACH = 1000;
  /** A command is decided, or not any more, well within this time after it was sent. */
  const DECIDED_WITHIN = 9000;

  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // ---- times -------------------------------------------------------------------------------------------------------

  const left = (end) => {
    const s = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (s === 0) return "over";
    const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
    if (d > 0) return `${d} d ${h} h left`;
    if (h > 0) return `${h} h ${m} min left`;
    return m > 0 ? `${m} min ${s % 60} s left` : `${s} s left`;
  };

  const tick = () => {
    for (const node of all("[data-countdown]")) {
      node.textContent = left(Date.parse(node.dataset.countdown));
    }
    for (const bar of all("[data-countdown-bar]")) {
      bar.value = Math.max(0, (Date.parse(bar.dataset.countdownBar) - Date.now()) / 1000);
    }
  };

  const localTimes = (root) => {
    for (const time of all("time[datetime]", root)) {
      time.title = "Here: " + new Date(time.dateTime).toLocaleString();
    }
  };

  // ---- live parts --------------------------------------------------------------------------------------------------

  const mark = (word, lost) => {
    for (const live of all("[data-live-mark]")) {
      live.hidden = false;
      live.classList.toggle("lost", lost);
      $("[data-live-word]", live).textContent = word;
    }
  };

  /** Puts new content in, and leaves open what was open and focused what was focused. */
  const put = (part, html) => {
    const open = all("details[open][id]", part).map((d) => d.id);
    const focused = part.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : null;
    part.innerHTML = html;
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (focused) {
      const again = document.getElementById(focused);
      (again?.matches("details") ? $("summary", again) : again)?.focus();
    }
    localTimes(part);
    const summary = $("[data-summary]", part)?.textContent;
    const say = $("[data-say]", part.parentElement);
    if (say && summary && say.textContent !== summary) say.textContent = summary;
  };

  const ended = () => {
    const here = encodeURIComponent(location.pathname + location.search);
    notice("Your session is over. ", "bad", { text: "Log in again; you are led back here.", href: "/console/login?next=" + here });
  };

  const live = (root) => {
    for (const part of all("[data-live]", root)) {
      const stream = new EventSource(part.dataset.live);
      stream.addEventListener("part", (event) => {
        mark("live", false);
        if (!part.isConnected) stream.close();
        else if (!getSelection()?.toString()) put(part, event.data);
      });
      stream.addEventListener("done", () => stream.close());
      stream.addEventListener("ended", () => {
        stream.close();
        mark("session over", true);
        ended();
      });
      stream.addEventListener("error", () => mark(stream.readyState === EventSource.CLOSED ? "stopped: reload" : "connection lost, trying again", true));
    }
  };

  // ---- what is said to the person ----------------------------------------------------------------------------------

  function notice(text, tone, link) {
    const box = $("#notice");
    box.className = "notice " + (tone === "bad" ? "" : tone);
    box.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      box.append(a);
    }
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  }

  const problem = (form, text) => {
    const box = $("[data-problem]", form);
    box.textContent = text;
    box.hidden = false;
    box.focus();
  };

  // ---- forms -------------------------------------------------------------------------------------------------------

  const busy = (form, on) => {
    form.setAttribute("aria-busy", on);
    for (const button of all("button", form)) button.disabled = on;
  };

  /** The answer of a form: either another page, or this one again with what was wrong, or a secret that is nowhere else. */
  const show = async (response) => {
    if (response.redirected) {
      location.assign(response.url);
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const main = $("main", page);
    if (!main) throw new Error("no page");
    $("main").replaceWith(document.adoptNode(main));
    document.title = page.title;
    const at = $("[data-at]")?.dataset.at;
    if (at) history.replaceState(null, "", at);
    begin($("main"));
    const wrong = $("[aria-invalid=true]") ?? $("[data-problem]:not([hidden])") ?? $("main");
    wrong.closest("details")?.setAttribute("open", "");
    wrong.focus();
    if (wrong.matches("main")) scrollTo(0, 0);
  };

  const send = (form) => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });

  /** Asks by the name of the form what became of it; "lost" while there is no connection. */
  const outcome = async (once) => {
    try {
      const answer = await fetch("/console/outcome/" + encodeURIComponent(once), { credentials: "same-origin" });
      if (answer.redirected) return "ended";
      return answer.ok ? (await answer.json()).outcome : "lost";
    } catch {
      return "lost";
    }
  };

  const recover = async (form) => {
    const once = form.dataset.once;
    const sentAt = Date.now();
    notice("The connection was lost while this was being sent. Asking what became of it …", "wait");
    for (;;) {
      const state = await outcome(once);
      if (state === "ended") {
        ended();
        return;
      }
      if (state !== "lost" && state !== "unknown") {
        notice("It had arrived. Fetching the answer …", "wait");
        await submit(form);
        return;
      }
      if (state === "unknown" && Date.now() - sentAt > DECIDED_WITHIN) {
        $("#notice").hidden = true;
        busy(form, false);
        problem(form, "The connection was lost before this arrived: nothing was done. Press again; it happens once, however often you press.");
        return;
      }
      if (state === "lost") notice("There is no connection to the registry. Asking again what became of this as soon as there is one …", "wait");
      await pause(ASK_EACH);
    }
  };

  const submit = async (form) => {
    busy(form, true);
    let response;
    try {
      response = await send(form);
    } catch {
      await recover(form);
      return;
    }
    $("#notice").hidden = true;
    try {
      await show(response);
    } catch {
      await recover(form);
    }
  };

  /** Too much is said before it is sent, beside the field that holds it. */
  const tooLong = (form) => {
    for (const field of all("input, textarea", form)) {
      if (field.value.length > LONGEST_FORM) {
        const label = form.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.firstChild.textContent.trim();
        problem(form, `${label}: ${(field.value.length / 1048576).toFixed(1)} MB stand in this field; that is more than any value may be. Nothing was sent.`);
        field.setAttribute("aria-invalid", "true");
        return true;
      }
    }
    return false;
  };

  // ---- the page ----------------------------------------------------------------------------------------------------

  const begin = (root) => {
    localTimes(root);
    live(root);
    for (const form of all("form[data-once]", root)) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (form.getAttribute("aria-busy") !== "true" && !tooLong(form)) void submit(form);
      });
      if (form.dataset.unknown) {
        busy(form, true);
        void recover(form);
      }
    }
    for (const button of all("[data-copy]", root)) {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        $("[data-copied]").textContent = "Copied. Clear the clipboard when you have handed it on.";
      });
    }
    for (const select of all("[data-reveal]", root)) {
      const reveal = () => ($("[data-revealed]", select.form).hidden = select.value !== select.dataset.reveal);
      select.addEventListener("change", reveal);
      reveal();
    }
  };

  const THEMES = ["auto", "light", "dark"];
  for (const button of all("[data-theme-toggle]")) {
    const show = () => (button.textContent = "Theme: " + (document.documentElement.dataset.theme ?? "auto"));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % THEMES.length];
      if (next === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("keyfabric.theme", next);
      } catch {
        // Kept for this page alone.
      }
      show();
    });
  }

  begin(document);
  tick();
  setInterval(tick, 1000);
})();
