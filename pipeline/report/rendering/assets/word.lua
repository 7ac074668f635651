-- What Word needs and other formats do not: a table of contents already filled.

local function text(value) return pandoc.utils.stringify(value) end

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
  local depth = tonumber(text(doc.meta['toc-depth'])) -- levels of headings
  local blocks = pandoc.Blocks {
    styled('TOC Heading', pandoc.Inlines(text(doc.meta['toc-title']))),
    raw(field('begin') .. '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-' .. depth ..
      '" \\h \\z \\u </w:instrText></w:r>' .. field('separate')) }
  local section = {}
  for _, h in ipairs(doc.blocks) do
    if h.t == 'Header' and h.level <= depth then
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
  local blocks = doc.meta.sommaire and contents(doc) or pandoc.Blocks {}
  blocks:extend(doc.blocks)
  return pandoc.Pandoc(blocks, { title = doc.meta.title, subtitle = doc.meta.subtitle, lang = doc.meta.lang })
end
