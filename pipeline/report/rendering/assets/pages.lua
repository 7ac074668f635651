-- What paper needs and a screen does not, read after `rapport.lua`: callouts and images as typst calls them, page breaks,
-- rows that stay on one page, the name of the group that a page goes on with, lines in bold that never stand alone at a
-- foot, and the lines under them that stay whole.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local rows_of = dofile(pandoc.path.join { here, 'groups.lua' })

local WHOLE = 6 -- rows of a group that no page cuts; a longer one is cut, and named again overleaf
local SHORT = 3 -- rows of a table that is never cut

local function text(value) return pandoc.utils.stringify(value) end
local function raw(code) return pandoc.RawBlock('typst', code) end
local function quoted(words) return '"' .. words:gsub('[\\"]', '\\%0'):gsub('%s+', ' ') .. '"' end

local FILL = { note = 'eef4f7', tip = 'eef6ef', warning = 'fdf4e3', important = 'f3effa', caution = 'fbecea' }
local EDGE = { note = '12566b', tip = '2f7d4f', warning = 'b7791f', important = '5b4a9e', caution = 'b23b2e' }

local function callout(div, kind)
  local colours = 'background_color: rgb("#' .. FILL[kind] .. '"), icon_color: rgb("#' .. EDGE[kind] .. '")'
  local title = div.content:remove(1).content[1].content
  local blocks = pandoc.Blocks { raw('#callout(' .. colours .. ', title: ['), pandoc.Plain(title), raw('], body: [') }
  blocks:extend(div.content)
  blocks:insert(raw('])'))
  return blocks
end

local function division(div)
  if div.classes:includes('saut-de-page') then return raw('#pagebreak(weak: true)') end
  local kind = div.classes:includes('callout') and div.classes[2]:match('^callout%-(.+)$')
  return kind and callout(div, kind) or nil
end

-- By hand: pandoc's own writer leaves out the alternative text.
local function vector(img)
  local path = img.src:match('%.%a+$') and img.src or img.src .. '.svg'
  return pandoc.RawInline('typst', '#image(' .. quoted(path) .. ', alt: ' .. quoted(text(img.caption)) .. ')')
end

-- What `presentation/rapport.typ` reads at the head of a page: the group that this row goes on with, if any.
local function mark(row, name)
  local cell = row.cells[1]
  local value = pandoc.RawInline('typst', '#metadata(' .. (name and quoted(name) or 'none') .. ')<rang>')
  local first = cell.contents[1]
  if first and first.content then
    first.content:insert(1, value)
  else
    cell.contents:insert(1, pandoc.Plain { value })
  end
end

-- A short group under one cell, which heads all its rows and keeps them together.
local function spanned(group)
  local cell = group[1].cells[1]
  cell.row_span = #group
  cell.attributes['typst:breakable'] = 'false'
  for i = 2, #group do group[i].cells:remove(1) end
end

-- Which rows stay with the next one (`tied`), and which do already under their group's own cell (`held`).
local function neighbours(rows)
  local tied, held = { [1] = true, [#rows - 1] = true }, {}
  local done, title = 0, nil
  for _, group in ipairs(rows_of.groups(rows)) do
    local name = text(group[1].cells[1].contents)
    if rows_of.titles(group[1]) then
      title = name
      tied[done + 1] = true
      mark(group[1])
      rows_of.widened(group[1])
    else
      mark(group[1], title)
    end
    if #group > WHOLE then
      tied[done + 1], tied[done + #group - 1] = true, true
      for i = 2, #group do mark(group[i], name) end
    elseif #group > 1 then
      for i = 1, #group - 1 do held[done + i] = true end
      spanned(group)
    end
    done = done + #group
  end
  return tied, held
end

-- The runs of rows that an empty cell of no width must hold: `{ [first row] = how many }`; nil where there is none.
local function runs(count, tied, held)
  local found, first, needed = nil, 1, false
  for i = 1, count do
    if i < count and (tied[i] or held[i]) then
      needed = needed or not held[i]
    else
      if needed then
        found = found or {}
        found[first] = i - first + 1
      end
      first, needed = i + 1, false
    end
  end
  return found
end

local function held_together(rows, tbl, found)
  table.insert(tbl.colspecs, 1, { tbl.colspecs[1][1], nil }) -- a cell over two columns is aligned as the first of them
  for _, row in ipairs(tbl.head.rows) do row.cells[1].col_span = row.cells[1].col_span + 1 end
  local last, under = 0, 0
  for i, row in ipairs(rows) do
    local count = found[i]
    if count then
      local attributes = { { 'typst:breakable', 'false' }, { 'typst:inset', '0pt' } }
      row.cells:insert(1, pandoc.Cell({}, pandoc.AlignDefault, count, 1, pandoc.Attr('', {}, attributes)))
      last = i + count - 1
    elseif i > last and i > under then
      local cell = row.cells[1]
      cell.col_span = cell.col_span + 1
      under = i + cell.row_span - 1
    end
  end
end

local function paged(tbl)
  local body = tbl.bodies[1]
  if #tbl.bodies ~= 1 or #body.body <= SHORT then return nil end
  local rows = body.body
  local tied, held = neighbours(rows)
  local found = runs(#rows, tied, held)
  if found then held_together(rows, tbl, found) end
  body.body = rows
  tbl.bodies = { body }
  return tbl
end

local LISTS = { BulletList = true, OrderedList = true, DefinitionList = true }

-- A paragraph that is all in bold or in italics names what follows; one that ends with « : » announces the list below.
local function announces(block, following)
  if block.t ~= 'Para' or not following then return false end
  local named = #block.content == 1 and (block.content[1].t == 'Strong' or block.content[1].t == 'Emph')
  return named or (LISTS[following.t] and text(block):match(':%s*$') ~= nil)
end

-- A few lines under a name in bold, each a line of its own.
local function named_lines(block)
  local first, second = block.content and block.content[1], block.content and block.content[2]
  return block.t == 'Para' and second and first.t == 'Strong' and second.t == 'LineBreak'
end

local function kept_with_next(blocks)
  if #blocks == 0 or blocks[1].t == 'Plain' then return nil end -- a cell, an item
  local kept = pandoc.Blocks {}
  for i, block in ipairs(blocks) do
    if named_lines(block) then
      kept:extend { raw('#block(breakable: false)['), pandoc.Plain(block.content), raw(']') }
    elseif announces(block, blocks[i + 1]) then
      kept:extend { raw('#block(sticky: true)['), pandoc.Plain(block.content), raw(']') }
    else
      kept:insert(block)
    end
  end
  return kept
end

function Pandoc(doc)
  doc.blocks = doc.blocks:walk { Div = division, Image = vector }:walk { Table = paged, Blocks = kept_with_next }
  return doc
end
