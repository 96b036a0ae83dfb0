// What is read out of a tile of streets, and how it is drawn (Protomaps' layers).

const GREEN = new Set(
  "allotments cemetery farmland forest garden golf_course grass grassland meadow national_park nature_reserve orchard park pitch protected_area recreation_ground scrub village_green wood".split(
    " ",
  ),
);
// Widths in pixels at zoom 14; Protomaps' kinds of roads.
const ROADS = { path: 0.6, rail: 0.8, minor_road: 2, major_road: 3.4, highway: 4.4 };
const LINES = new Set(["path", "rail"]); // a line each, however close one looks
const LINE = 1.6;

export function prepareStreets(layers) {
  const paths = { earth: new Path2D(), water: new Path2D(), green: new Path2D() };
  paths.buildings = new Path2D();
  for (const kind of Object.keys(ROADS)) paths[kind] = new Path2D();
  for (const feature of layers.earth?.features ?? []) {
    if (feature.kind === 3) feature.trace(paths.earth);
  }
  for (const feature of layers.water?.features ?? []) {
    if (feature.kind === 3) feature.trace(paths.water);
  }
  for (const feature of layers.landuse?.features ?? []) {
    if (GREEN.has(feature.tags.kind)) feature.trace(paths.green);
  }
  for (const feature of layers.buildings?.features ?? []) feature.trace(paths.buildings);
  const named = new Map();
  for (const feature of layers.roads?.features ?? []) {
    const { kind, name } = feature.tags;
    if (paths[kind] && kind in ROADS) feature.trace(paths[kind]);
    if (name) nameRoad(named, feature, layers.roads.extent);
  }
  const isThere = Object.keys(layers).length > 0;
  return { paths, isThere, labels: [...named.values()] };
}

// A street's name stands along the longest straight piece that it has in the tile.
function nameRoad(named, feature, extent) {
  let [x, y] = [0, 0];
  const move = (toX, toY) => ([x, y] = [toX, toY]);
  const line = (toX, toY) => {
    const length = Math.hypot(toX - x, toY - y) / extent;
    const known = named.get(feature.tags.name);
    if (length > (known?.length ?? 0)) {
      const angle = Math.atan2(toY - y, toX - x);
      named.set(feature.tags.name, {
        x: (x + toX) / 2 / extent,
        y: (y + toY) / 2 / extent,
        length,
        angle: Math.abs(angle) > Math.PI / 2 ? angle - Math.PI * Math.sign(angle) : angle,
        tags: { ...feature.tags, road: true },
      });
    }
    move(toX, toY);
  };
  feature.trace({ moveTo: move, lineTo: line, closePath() {} });
}

export function paintStreets(context, { paths, isThere }, colors, unit, zoom) {
  if (!isThere) return;
  const fill = (path, color) => {
    context.fillStyle = color;
    context.fill(path);
  };
  const everything = new Path2D();
  everything.rect(-4096, -4096, 4096 * 3, 4096 * 3);
  fill(everything, colors.sea);
  fill(paths.earth, colors.land);
  fill(paths.green, colors.green);
  fill(paths.water, colors.sea);
  if (zoom > 13) fill(paths.buildings, colors.building);
  context.lineJoin = context.lineCap = "round";
  const growth = 2 ** ((zoom - 14) * 0.8);
  const wide = (kind) => ROADS[kind] * Math.max(0.4, zoom < 14 ? 2 ** ((zoom - 14) / 2) : growth);
  const shown = Object.keys(ROADS).filter(
    (kind) => zoom > 13 || (kind !== "path" && (zoom > 11 || kind !== "minor_road")),
  );
  for (const [color, more] of [
    [colors["road-edge"], 1.2],
    [colors.road, 0],
  ]) {
    for (const kind of shown) {
      if (more === 0 && LINES.has(kind)) continue;
      const width = wide(kind) + more;
      context.strokeStyle = color;
      context.lineWidth = (LINES.has(kind) ? Math.min(width, LINE) : width) * unit;
      context.stroke(paths[kind]);
    }
  }
}
