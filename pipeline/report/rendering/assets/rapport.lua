-- What Quarto adds to pandoc's markdown: numbered figures, tables and sections, their references, callouts.
-- And what a report made of other people's files must not do: show a foreign image, follow a foreign link.
-- Once, as the document is read and in its order; what a format needs of its own is in `pages.lua`, `web.lua` and
-- `word.lua`. `meta.rapport` carries the French words (see `embedded.py`).

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

-- Only what lies below figures/ is an image; all else stays as its words. Each format takes the file that it can show.
local function image(img)
  local alternative = img.attributes['fig-alt'] or img.attributes['alt'] or text(img.caption)
  local name, kind = img.src:match('^figures/([%w_%-]+)(%.?%a*)$')
  if not name or not (kind == '' or kind == '.svg' or kind == '.png') then return pandoc.Span(img.caption) end
  if alternative == '' then error('figure sans texte de remplacement : ' .. img.src) end
  img.attributes['fig-alt'] = nil
  img.attributes['alt'] = nil
  img.caption = pandoc.Inlines(alternative)
  return img
end

local function link(l)
  if l.target:match('^https://[%w%.%-]+/[%w%.%-_~/%%%(%)#=&%?:;]*$') or l.target:match('^#[%w_%-]+$') then return l end
  return pandoc.Span(l.content)
end

local CALLOUTS = { 'note', 'tip', 'warning', 'important', 'caution' }

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
  local blocks = pandoc.Blocks {
    pandoc.Div({ pandoc.Para(title) }, pandoc.Attr('', { 'callout-title' }, { { 'custom-style', 'Encadré titre' } })) }
  blocks:extend(content)
  local class = { 'callout', 'callout-' .. kind }
  local attributes = { { 'custom-style', 'Encadré' }, { 'role', 'note' } } -- pairs: a Lua table has no order
  return pandoc.Div(blocks, pandoc.Attr(div.identifier, class, attributes))
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
