// Prints the doubles whose 8-byte little-endian bit patterns stand on stdin, one on a line, as ECMAScript prints them.
"use strict";
const bytes = require("fs").readFileSync(0);
const lines = [];
for (let at = 0; at < bytes.length; at += 8) {
  lines.push(String(bytes.readDoubleLE(at)));
}
process.stdout.write(lines.join("\n") + "\n");
