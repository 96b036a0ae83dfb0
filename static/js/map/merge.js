// Gathers cells that would lie on top of each other at this zoom. Each joins the first
// group near enough, the large ones first; a grid of squares keeps it linear.

const DISTANCE = 42; // pixels

export function merge(map, cells) {
  const squares = new Map();
  const groups = [];
  for (const cell of [...cells].sort((a, b) => b.count - a.count)) {
    const point = map.project([cell.latitude, cell.longitude]);
    const column = Math.floor(point.x / DISTANCE);
    const row = Math.floor(point.y / DISTANCE);
    let home = null;
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        home ??= squares.get(`${x}/${y}`)?.find((g) => g.point.distanceTo(point) < DISTANCE);
      }
    }
    if (home) {
      home.cells.push(cell);
    } else {
      home = { point, cells: [cell] };
      groups.push(home);
      const square = `${column}/${row}`;
      squares.set(square, [...(squares.get(square) ?? []), home]);
    }
  }
  return groups.map(summed);
}

function summed({ point, cells }) {
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  const middle = (name) => cells.reduce((sum, c) => sum + c[name] * c.count, 0) / count;
  const key = cells.every((cell) => cell.key === cells[0].key) ? cells[0].key : null;
  return {
    point,
    cells,
    count,
    key,
    latitude: middle("latitude"),
    longitude: middle("longitude"),
    action: count === 1 ? cells[0].action : null,
  };
}
