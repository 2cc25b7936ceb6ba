// The amounts grid: paste a block from a spreadsheet, move with Enter and the arrows, undo a paste.
// Inputs carry data-row and data-col; the table carries data-grid.
const cellAt = (grid, row, col) => grid.querySelector(`input[data-row="${row}"][data-col="${col}"]`);
const undone = new WeakMap();

const block = (text) =>
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));

const set = (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("paste", (event) => {
  const start = event.target.closest?.("[data-grid] input[data-row]");
  if (!start) return;
  const rows = block(event.clipboardData.getData("text/plain"));
  if (rows.length === 1 && rows[0].length === 1) return;
  event.preventDefault();
  const grid = start.closest("[data-grid]");
  const before = [];
  rows.forEach((values, down) =>
    values.forEach((value, right) => {
      const input = cellAt(grid, Number(start.dataset.row) + down, Number(start.dataset.col) + right);
      if (!input) return;
      before.push([input, input.value]);
      set(input, value.trim());
    }),
  );
  undone.set(grid, before);
});

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.("[data-grid] input[data-row]");
  if (!input) return;
  const grid = input.closest("[data-grid]");
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && undone.has(grid)) {
    event.preventDefault();
    undone.get(grid).forEach(([cell, value]) => set(cell, value));
    undone.delete(grid);
    return;
  }
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey) return;
  const next = cellAt(grid, Number(input.dataset.row) + step[0], Number(input.dataset.col) + step[1]);
  if (next) {
    event.preventDefault();
    next.focus();
    next.select();
  } else if (event.key === "Enter") {
    event.preventDefault();
  }
});
