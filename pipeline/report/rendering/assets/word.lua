-- What Word needs and other formats do not: columns as wide as their contents, a table of contents already filled.

local LINE = 110 -- characters of a table's text on a line of the page
local DEPTH = 2 -- levels of headings in the table of contents

local function text(value) return pandoc.utils.stringify(value) end

-- For each column: what its longest cell asks for (a long text wraps), and the least that cuts no word, no number.
-- `whole`: a column of numbers is not cut between a number and its interval.
local function needs(tbl, whole)
  local wanted, least = {}, {}
  for i = 1, #tbl.colspecs do wanted[i], least[i] = 4, 4 end
  local function measure(rows, wraps)
    for _, row in ipairs(rows) do
      local i = 1
      for _, cell in ipairs(row.cells) do
        if cell.col_span == 1 and wanted[i] then
          local content = text(cell.contents)
          local length = utf8.len(content) + 3
          local number = whole and not wraps and tbl.colspecs[i][1] == 'AlignRight'
          if not wraps then wanted[i] = math.max(wanted[i], math.min(46, length)) end
          if number then least[i] = math.max(least[i], math.min(26, length)) end
          for word in content:gmatch('[^ \n]+') do least[i] = math.max(least[i], math.min(24, utf8.len(word) + 3)) end
        end
        i = i + cell.col_span
      end
    end
  end
  measure(tbl.head.rows, true)
  for _, body in ipairs(tbl.bodies) do measure(body.body, false) end
  for i = 1, #wanted do wanted[i] = math.max(wanted[i], least[i]) end
  return wanted, least
end

local function sum(numbers)
  local total = 0
  for _, number in ipairs(numbers) do total = total + number end
  return total
end

function Table(tbl)
  local wanted, least = needs(tbl, true)
  if sum(least) > 0.7 * LINE then wanted, least = needs(tbl, false) end -- else the words would be left a word a line
  local all_wanted, all_least = sum(wanted), sum(least)
  local specs = tbl.colspecs
  for i = 1, #specs do
    local width
    if all_wanted <= LINE then
      width = wanted[i] / LINE
    elseif all_least >= LINE then
      width = least[i] / all_least
    else
      width = (least[i] + (LINE - all_least) * (wanted[i] - least[i]) / (all_wanted - all_least)) / LINE
    end
    specs[i] = { specs[i][1], width }
  end
  tbl.colspecs = specs
  return tbl
end

local function styled(name, inlines)
  return pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr('', {}, { { 'custom-style', name } }))
end

local function field(code)
  return '<w:r><w:fldChar w:fldCharType="' .. code .. '"/></w:r>'
end

local function raw(xml)
  local flat = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
  return pandoc.RawBlock('openxml', '<w:p>' .. flat .. xml .. '</w:p>')
end

-- Word's own field, filled beforehand: F9 adds the page numbers, and nothing is asked when the file opens.
local function contents(doc)
  local blocks = pandoc.Blocks {
    styled('TOC Heading', pandoc.Inlines(text(doc.meta['toc-title']))),
    raw(field('begin') .. '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-' .. DEPTH ..
      '" \\h \\z \\u </w:instrText></w:r>' .. field('separate')) }
  local section = {}
  for _, h in ipairs(doc.blocks) do
    if h.t == 'Header' and h.level <= DEPTH then
      local entry = pandoc.Inlines {}
      if not h.classes:includes('unnumbered') then
        section[h.level] = (section[h.level] or 0) + 1
        for level = #section, h.level + 1, -1 do section[level] = nil end
        entry:insert(pandoc.Str(table.concat(section, '.') .. '\u{a0}\u{a0}'))
      end
      entry:extend(h.content)
      if not h.classes:includes('unlisted') then
        blocks:insert(styled('toc ' .. h.level, { pandoc.Link(entry, '#' .. h.identifier) }))
      end
    end
  end
  blocks:insert(raw(field('end')))
  return blocks
end

function Pandoc(doc)
  local blocks = contents(doc)
  blocks:extend(doc.blocks)
  return pandoc.Pandoc(blocks, { title = doc.meta.title, subtitle = doc.meta.subtitle, lang = doc.meta.lang })
end
