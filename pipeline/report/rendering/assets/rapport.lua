-- What Quarto adds to pandoc's markdown: numbered figures, tables and sections, their references, callouts.
-- And what a report made of other people's files must not do: show a foreign image, follow a foreign link.
-- The document is read in its order; `meta.rapport` carries the French words (see `embedded.py`).

local words = {}
local labels = {}
local counts = { fig = 0, tbl = 0 }
local section = {}
local unknown = {}

local function text(value) return pandoc.utils.stringify(value) end

local function read_words(meta)
  for key, value in pairs(meta.rapport or {}) do words[key] = text(value) end
end

-- A label « Figure 3 », kept under its identifier; the same identifier twice would make references lie.
local function number(kind, identifier, word, value)
  if identifier == '' then return end
  if labels[identifier] then error('identifiant en double : ' .. identifier) end
  labels[identifier] = word .. '\u{a0}' .. value
end

local function prefixed(kind, identifier, caption)
  counts[kind] = counts[kind] + 1
  local word = words[kind .. '-title']
  number(kind, identifier, words[kind .. '-prefix'], counts[kind])
  local head = pandoc.Strong { pandoc.Str(word .. '\u{a0}' .. counts[kind] .. words['title-delim']) }
  local inlines = pandoc.Inlines { head }
  if #caption > 0 then
    inlines:insert(pandoc.Space())
    inlines:extend(caption)
  end
  return { long = { pandoc.Plain(inlines) } }
end

local function caption_inlines(caption) return pandoc.utils.blocks_to_inlines(caption.long or {}) end

local function image_type(path)
  if path:match('%.svg$') then return 'image/svg+xml' end
  if path:match('%.png$') then return 'image/png' end
end

local function quoted(words) return '"' .. words:gsub('[\\"]', '\\%0'):gsub('%s+', ' ') .. '"' end

-- Only what lies below figures/ is an image; all else stays as its words. Word takes the picture, the others the vector.
local function image(img)
  local path = img.src
  if not path:match('%.%a+$') then path = path .. (FORMAT:match('docx') and '.png' or '.svg') end
  local alternative = img.attributes['fig-alt'] or img.attributes['alt'] or text(img.caption)
  if not path:match('^figures/[%w_%-]+%.%a+$') or not image_type(path) then
    return pandoc.Span(img.caption)
  end
  if alternative == '' then error('figure sans texte de remplacement : ' .. path) end
  if FORMAT:match('typst') then -- whose writer leaves out the alternative text
    return pandoc.RawInline('typst', '#image(' .. quoted(path) .. ', alt: ' .. quoted(alternative) .. ')')
  end
  img.src = path
  img.attributes['fig-alt'] = nil
  img.attributes['alt'] = nil
  img.caption = pandoc.Inlines(alternative)
  if FORMAT:match('html') then
    local file = io.open(path, 'rb')
    if not file then error('figure absente : ' .. path) end
    img.src = pandoc.mediabag.make_data_uri(image_type(path), file:read('a'))
    file:close()
  end
  img.attributes['width'] = FORMAT:match('docx') and '15.5cm' or nil
  return img
end

local function link(l)
  if l.target:match('^https://[%w%.%-]+/[%w%.%-_~/%%%(%)#=&%?:;]*$') or l.target:match('^#[%w_%-]+$') then return l end
  return pandoc.Span(l.content)
end

local function raw_typst(code) return pandoc.RawBlock('typst', code) end

local CALLOUTS = { 'note', 'tip', 'warning', 'important', 'caution' }
local FILL = { note = 'eef4f7', tip = 'eef6ef', warning = 'fdf4e3', important = 'f3effa', caution = 'fbecea' }
local EDGE = { note = '12566b', tip = '2f7d4f', warning = 'b7791f', important = '5b4a9e', caution = 'b23b2e' }

local function callout_kind(div)
  for _, kind in ipairs(CALLOUTS) do
    if div.classes:includes('callout-' .. kind) then return kind end
  end
end

local function callout(div, kind)
  local title = pandoc.Inlines(words['callout-' .. kind .. '-title'])
  local content = div.content
  local first = content[1]
  if div.attributes['title'] then
    title = pandoc.Inlines(div.attributes['title'])
  elseif first and first.t == 'Header' then
    title = first.content
    content = pandoc.Blocks { table.unpack(content, 2) }
  end
  if FORMAT:match('typst') then
    local colours = 'background_color: rgb("#' .. FILL[kind] .. '"), icon_color: rgb("#' .. EDGE[kind] .. '")'
    local blocks = pandoc.Blocks { raw_typst('#callout(' .. colours .. ', title: ['), pandoc.Plain(title), raw_typst('], body: [') }
    blocks:extend(content)
    blocks:insert(raw_typst('])'))
    return blocks
  end
  local blocks = pandoc.Blocks {
    pandoc.Div({ pandoc.Para(title) }, pandoc.Attr('', { 'callout-title' }, { { 'custom-style', 'Encadré titre' } })) }
  blocks:extend(content)
  local class = { 'callout', 'callout-' .. kind }
  local attributes = { { 'custom-style', 'Encadré' }, { 'role', 'note' } } -- pairs: a Lua table has no order
  return pandoc.Div(blocks, pandoc.Attr(div.identifier, class, attributes))
end

-- A page break; a screen has no pages, its print-out has.
local function new_page(div)
  if FORMAT:match('typst') then return raw_typst('#pagebreak(weak: true)') end
  if FORMAT:match('docx') then
    -- The paragraph begins the new page: a break at the end of a full page would leave an empty one.
    local flat = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return pandoc.RawBlock('openxml', '<w:p><w:pPr><w:pageBreakBefore/>' .. flat .. '</w:pPr></w:p>')
  end
  return div
end

-- `::: {#tbl-x}` and `::: {#fig-x}`: the last paragraph is the caption.
local function cross_referenced(div)
  local kind = div.identifier:match('^(fig)%-') or div.identifier:match('^(tbl)%-')
  if not kind then return nil end
  local blocks = div.content
  local caption = pandoc.Inlines {}
  if #blocks > 1 and blocks[#blocks].t == 'Para' then caption = blocks:remove().content end
  local inner = blocks[1]
  if kind == 'tbl' and inner and inner.t == 'Table' then
    inner.identifier = div.identifier
    if #caption > 0 then inner.caption = { long = { pandoc.Plain(caption) } } end
    return inner
  end
  return pandoc.Figure(blocks, { long = { pandoc.Plain(caption) } }, pandoc.Attr(div.identifier))
end

-- First reading: the divs that Quarto gives a meaning to.
local shaping = {
  Div = function(div)
    if div.classes:includes('saut-de-page') then return new_page(div) end
    local kind = callout_kind(div)
    if kind then return callout(div, kind) end
    return cross_referenced(div)
  end,
}

-- Second reading, in the document's order: numbers and captions.
local numbering = {
  traverse = 'topdown',
  Header = function(h)
    if h.classes:includes('unnumbered') then return nil end
    for level = #section + 1, h.level do section[level] = 0 end
    for level = #section, h.level + 1, -1 do section[level] = nil end
    section[h.level] = section[h.level] + 1
    number('sec', h.identifier, words['sec-prefix'], table.concat(section, '.'))
  end,
  Figure = function(fig)
    if not fig.identifier:match('^fig%-') then return nil end
    fig.caption = prefixed('fig', fig.identifier, caption_inlines(fig.caption))
    return fig
  end,
  Table = function(tbl)
    if not tbl.identifier:match('^tbl%-') then return tbl, false end
    tbl.caption = prefixed('tbl', tbl.identifier, caption_inlines(tbl.caption))
    return tbl, false
  end,
}

-- Third reading: references, images, links.
local function reference(cite)
  local inlines = pandoc.Inlines {}
  for i, citation in ipairs(cite.citations) do
    local label = labels[citation.id]
    if not label then unknown[#unknown + 1] = '@' .. citation.id end
    if i > 1 then inlines:extend { pandoc.Str(','), pandoc.Space() } end
    inlines:insert(pandoc.Link(label or '', '#' .. citation.id, '', pandoc.Attr('', { 'reference' })))
  end
  return inlines
end

local finishing = { Cite = reference, Image = image, Link = link }

function Pandoc(doc)
  read_words(doc.meta)
  doc.meta.rapport = nil
  doc.meta['toc-title'] = words['toc-title']
  doc.blocks = doc.blocks:walk(shaping):walk(numbering):walk(finishing)
  if #unknown > 0 then error('renvoi sans cible : ' .. table.concat(unknown, ', ')) end
  return doc
end
