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

  function told(layer, feature) {
    var box = document.createElement("div"), rows = feature.r;
    box.appendChild(document.createElement("h4")).textContent = feature.t || layer.title;
    if (feature.t) { box.appendChild(document.createElement("p")).textContent = layer.title; }
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
      // a border lies over others and lets the clicks inside it through to what lies below
      return {color: style.outline || colour, weight: style.width, fill: !style.border, fillColor: colour, fillOpacity: style.opacity};
    }
    if (layer.kind === "line") {
      return {color: colour, weight: feature.w || style.width, opacity: 0.9, lineCap: style.arrow ? "butt" : "round"};
    }
    return {radius: style.radius, color: style.hollow ? colour : "#ffffff", weight: style.hollow ? 2 : 1,
      fillColor: colour, fillOpacity: style.hollow ? 0 : 1};
  }

  // Heads of arrows: markers of SVG, one for each colour and width; the point lies ahead of the line's end.
  var SVG = "http://www.w3.org/2000/svg", heads = null;
  function head(colour, width) {
    var id = "arrow" + colour.slice(1) + "-" + String(width).replace(".", "_");
    if (document.getElementById(id)) { return id; }
    if (!heads) {
      heads = document.body.appendChild(document.createElementNS(SVG, "svg"));
      heads.setAttribute("class", "arrows");
      heads.setAttribute("aria-hidden", "true");
    }
    var size = 6 + 1.6 * width, marker = heads.appendChild(document.createElementNS(SVG, "marker"));
    var values = {id: id, markerUnits: "userSpaceOnUse", markerWidth: size, markerHeight: size, orient: "auto",
      viewBox: "0 0 10 10", refX: 1, refY: 5};
    Object.keys(values).forEach(function (name) { marker.setAttribute(name, values[name]); });
    var shape = marker.appendChild(document.createElementNS(SVG, "path"));
    shape.setAttribute("d", "M0 0L10 5L0 10Z");
    shape.setAttribute("fill", colour);
    return id;
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
        drawn.bindPopup(function () { return told(layer, told_of); }, {minWidth: 230, maxWidth: 340});
        if (layer.style.arrow) {
          drawn.on("add", function () {
            var id = head(layer.classes[told_of.c].colour, told_of.w || layer.style.width);
            if (drawn.getElement()) { drawn.getElement().setAttribute("marker-end", "url(#" + id + ")"); }
          });
        }
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
