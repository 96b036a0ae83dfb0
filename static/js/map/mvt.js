// Reads vector tiles (Mapbox Vector Tile 2.1: protocol buffers with drawing commands).

const TEXT = new TextDecoder();
const MOVE = 1;
const LINE = 2;

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isLeft() {
    return this.at < this.bytes.length;
  }

  number() {
    let [value, place, byte] = [0, 1, 0];
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * place;
      place *= 128;
    } while (byte > 0x7f);
    return value;
  }

  signed() {
    const value = this.number();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  part() {
    const length = this.number();
    return this.bytes.subarray(this.at, (this.at += length));
  }

  // Calls back with each field's number and a function that takes its value.
  fields(take) {
    while (this.isLeft) {
      const key = this.number();
      const kind = key & 7;
      const start = this.at;
      take(key >> 3, this);
      if (this.at === start) this.skip(kind);
    }
  }

  skip(kind) {
    if (kind === 0) this.number();
    else if (kind === 2) this.part();
    else this.at += kind === 1 ? 8 : 4;
  }
}

function readValue(bytes) {
  let value = null;
  new Reader(bytes).fields((field, reader) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (field === 1) value = TEXT.decode(reader.part());
    else if (field === 2) [value, reader.at] = [view.getFloat32(reader.at, true), reader.at + 4];
    else if (field === 3) [value, reader.at] = [view.getFloat64(reader.at, true), reader.at + 8];
    else if (field === 6) value = reader.signed();
    else if (field === 7) value = Boolean(reader.number());
    else value = reader.number();
  });
  return value;
}

class Feature {
  constructor(bytes, layer) {
    this.tags = {};
    new Reader(bytes).fields((field, reader) => {
      if (field === 2) this.indexes = reader.part();
      else if (field === 3) this.kind = reader.number(); // 1 points, 2 lines, 3 areas
      else if (field === 4) this.commands = reader.part();
    });
    this.layer = layer;
  }

  readTags() {
    if (!this.indexes) return this.tags;
    const reader = new Reader(this.indexes);
    while (reader.isLeft) {
      const key = this.layer.keys[reader.number()];
      this.tags[key] = this.layer.values[reader.number()];
    }
    this.indexes = null;
    return this.tags;
  }

  // Draws into a Path2D, or into whatever knows moveTo, lineTo and closePath.
  trace(path) {
    const reader = new Reader(this.commands);
    let [x, y] = [0, 0];
    while (reader.isLeft) {
      const command = reader.number();
      const kind = command & 7;
      if (kind !== MOVE && kind !== LINE) {
        path.closePath();
        continue;
      }
      for (let left = command >> 3; left > 0; left--) {
        x += reader.signed();
        y += reader.signed();
        if (kind === MOVE) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
    }
  }
}

// Takes the bytes of a tile; returns its layers by name: {extent, features}.
export function readTile(bytes) {
  const layers = {};
  new Reader(bytes).fields((number, tile) => {
    if (number !== 3) return;
    const layer = { name: "", extent: 4096, keys: [], values: [], features: [] };
    new Reader(tile.part()).fields((field, reader) => {
      if (field === 1) layer.name = TEXT.decode(reader.part());
      else if (field === 2) layer.features.push(new Feature(reader.part(), layer));
      else if (field === 3) layer.keys.push(TEXT.decode(reader.part()));
      else if (field === 4) layer.values.push(readValue(reader.part()));
      else if (field === 5) layer.extent = reader.number();
    });
    for (const feature of layer.features) feature.readTags();
    layers[layer.name] = layer;
  });
  return layers;
}
