-- What a page on a screen needs and paper does not, read after `rapport.lua`: tables whose rows and columns have named
-- heads and that scroll alone, figures that can be enlarged on a phone, a table of contents for each width, and links
-- to the data behind each table, where they lie beside the page.

local rows_of = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), 'groups.lua' })

local function text(value) return pandoc.utils.stringify(value) end
local function label(caption, otherwise) -- « Tableau 3 », as `rapport.lua` begins the caption
  local head = caption[1]
  return head and head.t == 'Strong' and (text(head):gsub('[\u{a0}%s]*:$', '')) or otherwise
end

local function head_of(cell, scope) cell.attributes.scope = scope end

-- One group of rows becomes one body: its first cell heads them all, the second one its own row.
local function body(rows)
  local first = rows[1].cells[1]
  local columns = 1
  first.classes:insert('fixe')
  if #rows > 1 then
    local named = true
    for _, row in ipairs(rows) do named = named and not rows_of.blank(row.cells[2]) end
    columns = named and 2 or 1
    first.row_span = #rows
    head_of(first, 'rowgroup')
    for i, row in ipairs(rows) do
      if named then head_of(row.cells[2], 'row') end
      if i > 1 then row.cells:remove(1) end
    end
  elseif rows_of.blank(first) and #rows[1].cells > 1 then -- a total: its name takes both places
    columns = 2
    rows[1].cells:remove(1)
    rows[1].cells[1].col_span = 2
    rows[1].cells[1].classes:insert('fixe')
    head_of(rows[1].cells[1], 'row')
  else
    head_of(first, 'row')
  end
  return { attr = pandoc.Attr(), head = {}, body = rows, row_head_columns = columns }
end

local function headed(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for column, cell in ipairs(row.cells) do
      head_of(cell, 'col')
      if column == 1 then cell.classes:insert('fixe') end
    end
  end
  local bodies = {}
  for _, one in ipairs(tbl.bodies) do
    for _, rows in ipairs(rows_of.groups(one.body)) do bodies[#bodies + 1] = body(rows) end
  end
  tbl.bodies = bodies
end

-- A file that lies beside the page: `folder` is empty where the page travels alone.
local function data_link(folder, identifier, name)
  local path = folder .. '/' .. identifier:gsub('^tbl%-', '') .. '.csv'
  local file = folder ~= '' and path:match('^[%w_%-/]+%.csv$') and io.open(path, 'rb')
  if not file then return nil end
  file:close()
  local words = 'Données du ' .. name:gsub('^T', 't') .. ' (CSV)'
  return pandoc.Div({ pandoc.Plain { pandoc.Link(words, path) } }, pandoc.Attr('', { 'donnees' }))
end

local nameless = 0
local function scrolling(tbl, folder)
  local identifier, caption = tbl.identifier, pandoc.utils.blocks_to_inlines(tbl.caption.long or {})
  local region = { { 'role', 'region' }, { 'tabindex', '0' } }
  if #caption > 0 then
    nameless = nameless + 1
    local name = 'legende-' .. (identifier ~= '' and identifier or nameless)
    tbl.caption = { long = { pandoc.Plain { pandoc.Span(caption, pandoc.Attr(name, { 'legende' })) } } }
    region[#region + 1] = { 'aria-labelledby', name }
  else
    nameless = nameless + 1
    region[#region + 1] = { 'aria-label', 'Tableau sans titre ' .. nameless }
  end
  headed(tbl)
  tbl.identifier = ''
  local blocks = pandoc.Blocks { pandoc.Div({ tbl }, pandoc.Attr('', { 'tableau' }, region)) }
  blocks:insert(data_link(folder, identifier, label(caption, 'Tableau')))
  return pandoc.Div(blocks, pandoc.Attr(identifier, { 'tableau-entier' }))
end

local ESCAPED = {}
for c in ('%#&<"\''):gmatch('.') do ESCAPED[c] = ('%%%02X'):format(c:byte()) end

-- A vector image as text: smaller than what base64 makes of it, and nothing in it is taken for the page's own. Its
-- comments stay: where there are any, an auditor reads the words of the drawing in them.
local function as_text(img)
  local path = img.src:match('%.%a+$') and img.src or img.src .. '.svg'
  local file = io.open(path, 'rb')
  if not file then error('figure absente : ' .. path) end
  local content = file:read('a')
  file:close()
  if path:match('%.png$') then
    img.src = pandoc.mediabag.make_data_uri('image/png', content)
    return img
  end
  content = content:gsub('^%s*<%?xml.-%?>', ''):gsub('<!DOCTYPE.->', ''):gsub('%s+', ' ')
  local src = content:gsub('[%%#&<"\']', ESCAPED)
  local alternative = text(img.caption):gsub('&', '&amp;'):gsub('"', '&quot;'):gsub('<', '&lt;')
  return pandoc.RawInline('html', '<img src="data:image/svg+xml,' .. src .. '" alt="' .. alternative .. '">')
end

-- The window of a figure: on a phone a link makes it as wide as its words ask for, and another takes it back.
local function enlarged(fig)
  if fig.identifier == '' then return nil end
  local name = label(pandoc.utils.blocks_to_inlines(fig.caption.long or {}), 'Figure')
  local window = 'vue-' .. fig.identifier
  local function to(words, target, class)
    return pandoc.Link(words .. ' la ' .. name:gsub('^F', 'f'), '#' .. target, '', pandoc.Attr('', { class }))
  end
  local links = pandoc.Plain { to('Agrandir', window, 'agrandir'), pandoc.Space(), to('Réduire', fig.identifier, 'reduire') }
  local blocks = pandoc.Blocks { pandoc.Div({ links }, pandoc.Attr('', { 'loupe' })) }
  blocks:extend(fig.content)
  local group = { { 'role', 'group' }, { 'tabindex', '-1' }, { 'aria-label', name } }
  fig.content = { pandoc.Div(blocks, pandoc.Attr(window, { 'vue' }, group)) }
  return fig
end

-- A number leads to its row of the annex's index, in this page or in the one beside it; there, its code is the target.
-- Hundreds of numbers are no stops for a keyboard: `rapport.html` has one link that leads to the index.
local function numbered(index)
  return function(span)
    local code = span.attributes.n
    if not code or not code:match('^[%w_]+%-%d+$') then return nil end
    if span.classes:includes('code') then return pandoc.Span(span.content, pandoc.Attr('n-' .. code)) end
    if not span.classes:includes('chiffre') then return nil end
    return pandoc.Link(span.content, index .. code, '', pandoc.Attr('', { 'chiffre' }, { { 'tabindex', '-1' } }))
  end
end

-- Without identifiers: the page holds it twice, one for each width.
local function contents(doc)
  local sections = pandoc.structure.make_sections(doc.blocks, { number_sections = true })
  local depth = tonumber(text(doc.meta['toc-depth'])) -- levels of headings
  local list = pandoc.structure.table_of_contents(sections, { toc_depth = depth, number_sections = true })
  return pandoc.Blocks { list }:walk {
    Link = function(link)
      link.identifier = ''
      return link
    end }
end

function Pandoc(doc)
  local folder = text(doc.meta.donnees or '')
  doc.meta.sommaire = doc.meta.contents and contents(doc) or nil
  local function table_of(tbl) return scrolling(tbl, folder), false end
  local index = text(doc.meta.index or '')
  local changed = { Image = as_text, Figure = enlarged }
  if index ~= '' then
    changed.Span = numbered(index)
    doc.meta['index-page'] = index:gsub('#.*$', '') .. '#sec-index-chiffres'
  end
  doc.blocks = doc.blocks:walk(changed):walk { traverse = 'topdown', Table = table_of }
  return doc
end
