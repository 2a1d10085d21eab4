(function () {
  "use strict";
  if (!window.Plotly) { return; }
  var options = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
  document.querySelectorAll("[data-chart]").forEach(function (holder) {
    var figure = JSON.parse(document.getElementById(holder.getAttribute("data-chart")).textContent);
    holder.hidden = false;
    window.Plotly.newPlot(holder, figure.data, figure.layout, options).then(function () {
      holder.parentNode.classList.add("is-drawn");
    }, function () { holder.hidden = true; });
  });
}());
