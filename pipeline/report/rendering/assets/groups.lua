-- The rows of a table as a reader groups them, the same on a screen, on paper and in Word: `dofile` gives the functions.

local function text(value) return pandoc.utils.stringify(value) end

-- A word at its beginning answers for nearly all cells: the text of a whole one is slow to get.
local function blank(cell)
  local first = cell.contents[1]
  if not first then return true end
  local inline = first.content and first.content[1]
  if inline and inline.t == 'Str' and inline.text:match('^[%w%p]') then return false end
  return text(cell.contents):gsub('\u{a0}', ''):match('^%s*$') ~= nil
end

local function strong(cell)
  local first = cell.contents[1]
  return first and first.content and first.content[1] and first.content[1].t == 'Strong' or false
end

-- Rows under one first cell: a row whose first cell is blank goes with the row above, but for a total (in bold).
local function groups(rows)
  local found = {}
  for _, row in ipairs(rows) do
    local follows = #found > 0 and #row.cells > 1 and blank(row.cells[1])
    if follows and not strong(row.cells[2]) then
      table.insert(found[#found], row)
    else
      found[#found + 1] = { row }
    end
  end
  return found
end

-- A row that names those below it: in bold, with most of its other cells blank.
local function titles(row)
  if not strong(row.cells[1]) then return false end
  local empty = 0
  for _, cell in ipairs(row.cells) do empty = empty + (blank(cell) and 1 or 0) end
  return 2 * empty > #row.cells - 1
end

-- The name of the rows below takes the blank cells after it.
local function widened(row)
  while row.cells[2] and blank(row.cells[2]) do
    row.cells[1].col_span = row.cells[1].col_span + 1
    row.cells:remove(2)
  end
end

return { blank = blank, groups = groups, titles = titles, widened = widened }
