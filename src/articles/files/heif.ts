/**
 * The `meta` box of an AVIF file (ISO/IEC 23008-12): its size as shown, and its Exif and XMP emptied where
 * they stand. Every offset in the file stays what it was, and so do the turns (`irot`, `imir`).
 */
import { CUT_SHORT, DAMAGED, type Fault, sizeFault } from './bounds'
import { areAround, type Box, blank, boxesIn } from './boxes'
import { bytesOf, viewOf } from './bytes'
import { type Extent, extentsOf, type Item, itemsOf, primaryOf, propertiesOf } from './items'
import { HEIC, type NoPicture } from './kinds'

/** Items that a picture is drawn from. */
const DRAWN = new Set(['av01', 'grid', 'iovl', 'iden', 'tmap'])

/** Boxes of `meta` that say where its items are and how to draw them. */
const STAY = new Set(['hdlr', 'pitm', 'iloc', 'iinf', 'iprp', 'iref', 'idat', 'dinf', 'grpl'])

/** Properties that are texts or times. */
const TOLD = new Set(['udes', 'altt', 'crtt', 'mdft', 'uuid'])

/** Exif with a directory of no entries: decoders refuse a file whose Exif has no beginning. */
const NO_EXIF = bytesOf('\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0')

export interface Stretch {
  from: number
  end: number
}

export interface Meta {
  /** In pixels, as shown. */
  width: number
  height: number
  /** Where in the file that is which the picture is drawn from. */
  drawn: Stretch[]
}

/** The stretch of the file that an extent means; null if it goes beyond what there is. */
function stretchOf(bytes: Uint8Array, extent: Extent, idat: Box | undefined): Stretch | null {
  const { method, offset, length } = extent
  if (method > 1 || (method === 1 && !idat)) return null
  const [start, limit] = method === 1 && idat ? [idat.from, idat.end] : [0, bytes.length]
  const from = start + offset
  const end = length === 0 ? limit : from + length
  return end > limit || from > end ? null : { from, end }
}

/** Empties what is not drawn, and gives where in the file the rest is. */
function emptyItems(
  bytes: Uint8Array,
  items: Map<number, Item>,
  extents: Extent[],
  idat: Box | undefined,
  data: Box[],
): Stretch[] | Fault {
  const drawn: Stretch[] = []
  let emptied = 0
  for (const extent of extents) {
    const type = items.get(extent.item)?.type ?? ''
    const stretch = stretchOf(bytes, extent, idat)
    if (!stretch) return CUT_SHORT
    const { from, end } = stretch
    if (!areAround(extent.method === 1 && idat ? [idat] : data, from, end)) return DAMAGED
    if (DRAWN.has(type)) {
      drawn.push(stretch)
      continue
    }
    emptied += end - from
    // Without a length it may reach into the picture; and the same bytes are not emptied many times.
    if (extent.length === 0 || emptied > bytes.length) return DAMAGED
    bytes.fill(0, from, end)
    if (type !== 'Exif' || end - from < NO_EXIF.length) continue
    bytes.set(NO_EXIF, from)
    drawn.push({ from, end })
  }
  // Their names, and of which type what is no picture is.
  for (const { name, end } of items.values()) bytes.fill(0, name, end)
  return drawn
}

/** The size as shown of the item that is, from its properties. */
function shownSize(bytes: Uint8Array, iprp: Box, primary: number) {
  const boxes = boxesIn(bytes, iprp.from, iprp.end)
  const list = boxes?.find(({ type }) => type === 'ipco')
  const properties = list && boxesIn(bytes, list.from, list.end)
  if (!boxes || !properties) return DAMAGED
  const view = viewOf(bytes)
  const places = boxes
    .filter(({ type }) => type === 'ipma')
    .flatMap((box) => propertiesOf(bytes, box, primary))
  const own = places.flatMap((place) => properties[place - 1] ?? [])
  const extent = own.find(({ type, from, end }) => type === 'ispe' && end - from >= 12)
  if (!extent) return DAMAGED
  for (const property of properties) if (TOLD.has(property.type)) blank(bytes, property)
  const size = { width: view.getUint32(extent.from + 4), height: view.getUint32(extent.from + 8) }
  const turn = own.find(({ type, from, end }) => type === 'irot' && end > from)
  const isOnSide = turn && (bytes[turn.from] ?? 0) & 1
  return isOnSide ? { width: size.height, height: size.width } : size
}

/**
 * Reads and empties a `meta` box.
 *
 * @param bytes - the file, which is changed
 * @param data - its `mdat` boxes, which items are to lie in
 */
export function takeMeta(bytes: Uint8Array, meta: Box, data: Box[]): Meta | NoPicture {
  const boxes = meta.end - meta.from < 4 ? null : boxesIn(bytes, meta.from + 4, meta.end)
  const named = (name: string) => boxes?.find(({ type }) => type === name)
  const [pitm, iinf, iloc, iprp] = ['pitm', 'iinf', 'iloc', 'iprp'].map(named)
  const items = iinf && itemsOf(bytes, iinf)
  const extents = iloc && extentsOf(bytes, iloc)
  if (!boxes || !pitm || !iprp || !items || !extents) return DAMAGED
  if ([...items.values()].some(({ type }) => type === 'hvc1')) return HEIC
  const primary = primaryOf(bytes, pitm)
  if (!DRAWN.has(items.get(primary)?.type ?? '')) return DAMAGED
  const size = shownSize(bytes, iprp, primary)
  if ('fault' in size) return size
  const fault = sizeFault(size.width, size.height)
  if (fault) return fault
  const seen = new Set<string>()
  for (const box of boxes) {
    // A second one of a kind is read by nobody.
    if (!STAY.has(box.type) || seen.has(box.type)) blank(bytes, box)
    seen.add(box.type)
  }
  const drawn = emptyItems(bytes, items, extents, named('idat'), data)
  return 'fault' in drawn ? drawn : { ...size, drawn }
}
