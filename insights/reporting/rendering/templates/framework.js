(function () {
  "use strict";
  var form = document.getElementById("filters");
  var table = document.getElementById("tiles");
  var dialog = document.getElementById("cell");
  if (!form || !table || !dialog) { return; }
  var choices = ["by-group", "by-theme", "by-state"].map(function (id) { return document.getElementById(id); });
  function each(selector, act) { document.querySelectorAll(selector).forEach(act); }
  function has(element, state) { return !state || element.dataset.state.split(" ").indexOf(state) >= 0; }
  function filter() {
    var group = choices[0].value, theme = choices[1].value, state = choices[2].value, shown = 0;
    each("[data-group]", function (row) {
      var inGroup = !group || row.dataset.group === group;
      row.hidden = !(inGroup && (row.dataset.state === undefined || has(row, state)));
    });
    each("[data-theme]", function (part) { part.hidden = Boolean(theme) && part.dataset.theme !== theme; });
    each(".tile", function (tile) {
      var fits = has(tile, state);
      tile.classList.toggle("is-faint", !fits);
      if (fits && !tile.closest("tr").hidden && !tile.closest("td").hidden) { shown += 1; }
    });
    document.getElementById("shown").textContent = shown + (shown === 1 ? " cell" : " cells") + " shown";
  }
  choices.forEach(function (choice) { choice.addEventListener("change", filter); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  filter();

  var opener = null;
  function open(tile) {
    var row = document.getElementById(tile.getAttribute("href").slice(1));
    var heading = row.querySelector("th").cloneNode(true);
    var who = heading.querySelector(".who");
    who.remove();
    document.getElementById("cell-title").textContent =
      heading.textContent + " on " + row.closest("section").querySelector("h2").textContent;
    var words = document.getElementById("cell-words");
    words.textContent = "";
    var said = document.createElement("p");
    said.className = "summary";
    said.dir = "auto";
    said.textContent = row.querySelector("[data-label=Summary]").textContent;
    var state = document.createElement("p");
    Array.prototype.forEach.call(row.querySelector("[data-label=State]").childNodes, function (node) {
      state.appendChild(node.cloneNode(true));
    });
    words.append(who, state, said);
    var list = row.querySelector("ul");
    if (list) { words.appendChild(list.cloneNode(true)); }
    opener = tile;
    dialog.showModal();
    document.getElementById("cell-title").focus();
  }
  dialog.addEventListener("close", function () { if (opener) { opener.focus(); } });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
  table.addEventListener("click", function (event) {
    var tile = event.target.closest(".tile");
    if (tile && dialog.showModal) { event.preventDefault(); open(tile); }
  });
  var steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  table.addEventListener("keydown", function (event) {
    var tile = event.target.closest(".tile"), step = steps[event.key];
    if (!tile || !step) { return; }
    event.preventDefault();
    var rows = Array.prototype.filter.call(table.tBodies[0].rows, function (row) { return !row.hidden; });
    var y = rows.indexOf(tile.closest("tr")) + step[0], x = tile.closest("td").cellIndex + step[1];
    for (; rows[y] && rows[y].cells[x] && x > 0; y += step[0], x += step[1]) {
      var next = rows[y].cells[x].querySelector(".tile");
      if (next && !rows[y].cells[x].hidden) { next.focus(); return; }
    }
  });
}());
