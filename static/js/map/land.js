// What is read out of a tile of the world, and how it is drawn: land, waters, borders.

const DISPUTED = [4, 4];

// Keeps what is drawn as paths, in the tile's own units: they serve at every size.
export function prepareWorld(layers) {
  const paths = {};
  for (const name of ["countries", "lakes", "rivers"]) {
    paths[name] = new Path2D();
    for (const feature of layers[name]?.features ?? []) feature.trace(paths[name]);
  }
  paths.borders = new Path2D();
  paths.disputed = new Path2D();
  for (const feature of layers.borders?.features ?? []) {
    feature.trace(feature.tags.disputed ? paths.disputed : paths.borders);
  }
  return { paths, labels: readLabels(layers.labels) };
}

function readLabels(layer) {
  return (layer?.features ?? []).map(({ tags, ...feature }) => {
    const place = { tags };
    const trace = Object.getPrototypeOf(layer.features[0]).trace;
    const put = (x, y) => Object.assign(place, { x: x / layer.extent, y: y / layer.extent });
    trace.call(feature, { moveTo: put, lineTo: put });
    return place;
  });
}

export function paintWorld(context, { paths }, colors, unit, zoom) {
  const line = (path, color, width) => {
    context.strokeStyle = color;
    context.lineWidth = width * unit;
    context.stroke(path);
  };
  context.lineJoin = "round";
  context.fillStyle = colors.land;
  context.fill(paths.countries);
  // Each country is simplified by itself: this closes the hairs between them.
  line(paths.countries, colors.land, 1);
  context.fillStyle = colors.sea;
  context.fill(paths.lakes);
  // Rivers are coarser than the land and would leave their valleys.
  if (zoom > 3 && zoom < 11) line(paths.rivers, colors.river, zoom < 6 ? 0.7 : 1.1);
  const weight = zoom < 5 ? 0.8 : 1.2;
  line(paths.borders, colors.border, weight);
  context.setLineDash(DISPUTED.map((length) => length * unit));
  line(paths.disputed, colors.border, weight);
  context.setLineDash([]);
}

// Over streets: their file's own borders are not drawn.
export function paintBorders(context, { paths }, colors, unit) {
  context.strokeStyle = colors.border;
  context.lineWidth = 1.4 * unit;
  context.stroke(paths.borders);
  context.setLineDash(DISPUTED.map((length) => length * unit));
  context.stroke(paths.disputed);
  context.setLineDash([]);
}
