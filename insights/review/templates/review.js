// Makes the pages quicker; every one of them works without it.
"use strict";
(() => {
  const body = document.body;
  const answer = document.getElementById("answer");
  const finder = document.getElementById("find-code");

  const writing = (element) =>
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(element.type));

  const named = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);

  const use = (element) => {
    const folded = element.closest("details");
    if (folded && !(element instanceof HTMLElement && element.tagName === "SUMMARY")) folded.open = true;
    if (element.tagName === "SUMMARY") {
      element.parentElement.open = true;
      const field = element.parentElement.querySelector("input");
      if (field) field.focus();
    } else if (writing(element)) {
      element.focus();
    } else {
      element.click();
    }
  };

  // ------------------------------------------------------------------ single keys
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const at = document.activeElement;
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.more[open]")) menu.open = false;
      if (writing(at)) at.blur();
      return;
    }
    if (body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writing(at)) return;
    let key = event.key.toLowerCase();
    if (event.code && /^(Digit|Numpad)[1-9]$/.test(event.code)) {
      key = (event.shiftKey ? "shift+" : "") + event.code.slice(-1);
    }
    if (key === "enter" && at && ["A", "BUTTON", "SUMMARY"].includes(at.tagName)) return;
    const element = named(key);
    if (!element || element.disabled) return;
    event.preventDefault();
    if (!event.repeat) use(element);
  });

  // A tick that says "not sure" is not a yes.
  if (answer) {
    answer.addEventListener("change", (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || !box.checked) return;
      const other = { unsure: "code", code: "unsure" }[box.name];
      if (!other) return;
      for (const same of answer.querySelectorAll(`input[name="${other}"]`)) {
        if (same.value === box.value) same.checked = false;
      }
    });
    let sent = false; // one click, one answer
    answer.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => { sent = false; });
  }

  // ------------------------------------------------------------------ finding a code
  if (finder) {
    finder.closest("label").hidden = false;
    const labels = [...document.querySelectorAll(".add .theme .tick")];
    const narrow = () => {
      const words = finder.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const label of labels) {
        const theme = label.closest("fieldset").querySelector("legend").textContent;
        const text = `${label.textContent} ${theme}`.toLowerCase();
        label.hidden = !words.every((word) => text.includes(word));
      }
      for (const theme of document.querySelectorAll(".add .theme")) {
        const own = [...theme.querySelectorAll(".tick")];
        theme.hidden = own.length > 0 && own.every((label) => label.hidden);
      }
    };
    finder.addEventListener("input", narrow);
    finder.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const found = labels.find((label) => !label.hidden);
      if (!finder.value.trim()) {
        finder.blur();
      } else if (found) {
        found.querySelector("input").checked = true;
        finder.value = "";
        narrow();
        finder.blur();
      }
    });
  }

  // ------------------------------------------------------------------ what was just done
  // A screen reader speaks what changes after the page has come, then where the reader is.
  const notice = document.querySelector(".notice");
  if (notice && notice.textContent.trim()) {
    const said = notice.textContent;
    notice.textContent = "";
    setTimeout(() => { notice.textContent = said; }, 100);
    const place = document.querySelector(".reading h1");
    if (place) place.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ the menu
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})();
