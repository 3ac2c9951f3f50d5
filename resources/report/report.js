(function () {
  "use strict";

  // Tables: a click on a head sorts by it, a second one the other way round; empty cells stay last.
  function sortBy(table, column, direction) {
    var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
    var collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
    rows.map(function (row, place) {
      var cell = row.cells[column], number = cell && cell.dataset.sort;
      return {row: row, place: place, number: number === undefined ? null : parseFloat(number), text: cell ? cell.textContent : ""};
    }).sort(function (a, b) {
      if ((a.text === "") !== (b.text === "")) { return a.text === "" ? 1 : -1; }
      var order = a.number !== null && b.number !== null ? a.number - b.number : collator.compare(a.text, b.text);
      return direction * order || a.place - b.place;
    }).forEach(function (found) { body.appendChild(found.row); });
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      head.querySelector("button").addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(function (other) { other.setAttribute("aria-sort", "none"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sortBy(table, column, up ? 1 : -1);
      });
    });
  });

  // The map. Texts of the data become text nodes, never markup.
  var data = JSON.parse(document.getElementById("layer-data").textContent);
  var map = L.map("map", {zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 5, maxZoom: 12});
  L.control.zoom({zoomInTitle: WORDS.zoom_in, zoomOutTitle: WORDS.zoom_out}).addTo(map);
  L.control.scale({imperial: false}).addTo(map);

  function told(title, rows) {
    var box = document.createElement("div");
    if (title) { box.appendChild(document.createElement("h4")).textContent = title; }
    var list = box.appendChild(document.createElement("dl"));
    rows.forEach(function (row) {
      list.appendChild(document.createElement("dt")).textContent = row[0];
      list.appendChild(document.createElement("dd")).textContent = row[1];
    });
    return box;
  }

  function path(layer, feature) {
    var colour = layer.classes[feature.c].colour;
    var style = layer.style;
    if (layer.kind === "polygon") {
      // what is a border only is hit by a click on its line, not by one inside it: below lies what was meant
      return {color: style.outline || colour, weight: style.width, fill: !style.border, fillColor: colour,
        fillOpacity: style.opacity};
    }
    if (layer.kind === "line") { return {color: colour, weight: feature.w || style.width, opacity: 0.9}; }
    return {radius: style.radius, color: style.hollow ? colour : "#ffffff", weight: style.hollow ? 2 : 1,
      fillColor: colour, fillOpacity: style.hollow ? 0 : 1};
  }

  function made(layer, place) {
    var pane = "layer" + place;
    map.createPane(pane).style.zIndex = 400 + place;
    var features = layer.features.map(function (feature) {
      return {type: "Feature", geometry: feature.g, properties: feature};
    });
    return L.geoJSON({type: "FeatureCollection", features: features}, {
      pane: pane, interactive: !layer.backdrop,
      style: function (feature) { return path(layer, feature.properties); },
      pointToLayer: function (feature, where) { return L.circleMarker(where, {pane: pane}); },
      onEachFeature: function (feature, drawn) {
        if (layer.backdrop) { return; }
        var told_of = feature.properties;
        drawn.bindPopup(function () { return told(told_of.t || layer.title, told_of.r); }, {minWidth: 230, maxWidth: 340});
        if (layer.labelled && told_of.t) {
          drawn.bindTooltip(label(told_of.t), {permanent: true, direction: "right", className: "place",
            offset: [4, 0]});
        }
      }
    });
  }

  function label(text) {
    var box = document.createElement("span");
    box.textContent = text;
    return box;
  }

  var drawn = {}, whole = L.latLngBounds([]);
  data.forEach(function (layer, place) {
    drawn[layer.id] = made(layer, place);
    if (layer.on || layer.backdrop) { drawn[layer.id].addTo(map); }
    if (layer.on) { whole.extend(drawn[layer.id].getBounds()); }
  });
  if (!whole.isValid()) {
    Object.keys(drawn).forEach(function (id) { whole.extend(drawn[id].getBounds()); });
  }
  function fit() {
    map.invalidateSize({animate: false});
    if (whole.isValid()) { map.fitBounds(whole, {animate: false, padding: [10, 10]}); } else { map.setView([39, 116.5], 7); }
  }
  fit();
  document.getElementById("layers").addEventListener("change", function (event) {
    var layer = drawn[event.target.name];
    if (layer) { if (event.target.checked) { layer.addTo(map); } else { layer.remove(); } }
  });
  // On paper nothing can be unfolded: how each figure was computed is printed with it.
  function unfold() {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  }
  window.addEventListener("beforeprint", unfold);
  window.matchMedia("print").addEventListener("change", function (event) {
    if (event.matches) { unfold(); }
    fit();
  });
}());
