-- What Word needs and other formats do not: a table of contents already filled; numbers of figures and tables, and
-- references to them, as fields that Word counts again when something is added; pictures, new pages, and a name of rows
-- over its blank cells.

local rows_of = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), 'groups.lua' })

local function text(value) return pandoc.utils.stringify(value) end

local function styled(name, inlines)
  return pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr('', {}, { { 'custom-style', name } }))
end

local function field(code, properties)
  return '<w:r>' .. (properties or '') .. '<w:fldChar w:fldCharType="' .. code .. '"/></w:r>'
end

local function escaped(words) return (words:gsub('&', '&amp;'):gsub('<', '&lt;'):gsub('>', '&gt;')) end

local function run(words, properties)
  return '<w:r>' .. (properties or '') .. '<w:t xml:space="preserve">' .. escaped(words) .. '</w:t></w:r>'
end

-- A field and what it shows until it is counted again.
local function filled(instruction, result, properties)
  local style = properties or ''
  local code = '<w:r>' .. style .. '<w:instrText xml:space="preserve"> ' .. instruction .. ' </w:instrText></w:r>'
  return field('begin', style) .. code .. field('separate', style) .. run(result, style) .. field('end', style)
end

-- Word's names of bookmarks: letters, digits and « _ », 40 at most; the leading « _ » hides them from its list.
local function bookmark(identifier)
  local name = '_Ref_' .. identifier:gsub('%W', '_')
  if #name > 40 then error('identifiant trop long pour Word : ' .. identifier) end
  return name
end

local BOLD = '<w:rPr><w:b/><w:bCs/></w:rPr>'
local LINKED = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
local numbered = 900000 -- above pandoc's own numbers of bookmarks

-- « Figure 5 : » as `rapport.lua` wrote it: its number becomes a field, word and number the target of the references.
local function counted(identifier, caption)
  local inlines = caption.long[1] and caption.long[1].content
  local head = inlines and inlines[1]
  if not head or head.t ~= 'Strong' then return caption end
  local word, number, rest = text(head):match('^(.-)\u{a0}(%d+)(.*)$')
  if not word then return caption end
  numbered = numbered + 1
  local start = '<w:bookmarkStart w:id="' .. numbered .. '" w:name="' .. bookmark(identifier) .. '"/>'
  local label = run(word .. '\u{a0}', BOLD) .. filled('SEQ ' .. word .. ' \\* ARABIC', number, BOLD)
  local xml = start .. label .. '<w:bookmarkEnd w:id="' .. numbered .. '"/>' .. run(rest, BOLD)
  inlines[1] = pandoc.RawInline('openxml', xml)
  caption.long[1].content = inlines
  return caption
end

local function counted_block(block)
  for _, body in ipairs(block.bodies or {}) do
    for _, row in ipairs(body.body) do
      if rows_of.titles(row) then rows_of.widened(row) end
    end
  end
  if block.identifier:match('^fig%-') or block.identifier:match('^tbl%-') then
    block.caption = counted(block.identifier, block.caption)
  end
  return block
end

-- A heading's number is text in Word: its references stay links.
local function referring(link)
  local identifier = link.classes:includes('reference') and link.target:match('^#([ft][ib][gl]%-.+)$')
  if not identifier then return nil end
  return pandoc.RawInline('openxml', filled('REF ' .. bookmark(identifier) .. ' \\h', text(link.content), LINKED))
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

-- The picture: not every Word shows a vector. It does not let a figure wait for room either: in a document of a few
-- pages, it takes less of it.
local function picture(width)
  return function(img)
    img.src = img.src:match('%.%a+$') and img.src or img.src .. '.png'
    img.attributes.width = width
    return img
  end
end

-- The paragraph begins the new page: a break at the end of a full page would leave an empty one.
local function new_page(div)
  if not div.classes:includes('saut-de-page') then return nil end
  local flat = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
  return pandoc.RawBlock('openxml', '<w:p><w:pPr><w:pageBreakBefore/>' .. flat .. '</w:pPr></w:p>')
end

function Pandoc(doc)
  local blocks = doc.meta.contents and contents(doc) or pandoc.Blocks {}
  blocks:extend(doc.blocks:walk {
    Figure = counted_block, Table = counted_block, Link = referring, Div = new_page,
    Image = picture(doc.meta.contents and '15.5cm' or '80%') })
  return pandoc.Pandoc(blocks, { title = doc.meta.title, subtitle = doc.meta.subtitle, lang = doc.meta.lang })
end
