/** A form that is being typed in: what stands there, where it is kept, and what the page says of that. */
import { fieldsOf, putBack } from './fields'
import type { KeptTexts } from './kept'
import type { Line, Offer } from './line'
import { sendText } from './network'
import { type Answer, Queue, type State } from './queue'
import {
  type Base,
  type Fields,
  isSame,
  isSameBase,
  type Kept,
  type Page,
  type Text,
} from './restoring'
import type { Tabs } from './tabs'
import { clock, WORDS } from './words'

/** What stands beside the buttons until something is typed. */
interface Notice {
  text: string
  offers: Offer[]
}

/** Numbers of texts have fifteen digits at most. */
const draw = () => 1 + Math.floor(Math.random() * 2 ** 48)

export class Sheet {
  private readonly queue: Queue<Text>
  private text: Text
  /** Of what was adopted, before anything was typed here. */
  private adopted: number | null = null
  private outcome: Answer | null = null
  private notice: Notice | null = null
  private callOff: (() => void) | null = null
  private isPuttingBack = false
  private isGivenUp = false
  isLeaving = false

  /** `follows`: what was kept of this article before, if it is brought back. */
  constructor(
    private readonly form: HTMLFormElement,
    private readonly page: Page,
    private readonly place: Pick<Kept, 'id' | 'subject'>,
    private readonly around: { kept: KeptTexts | null; tabs: Tabs; line: Line },
    private readonly follows: Kept | null,
  ) {
    // Of the page, not of the form: somebody may have typed before this runs.
    this.text = { fields: page.fields, revision: page.revision, draft: page.draft }
    const before = follows ? [follows.version, ...follows.seen] : []
    const shown = page.copy.length > 0 ? page.copy : [0]
    const isAfresh = page.settled !== null && before.includes(page.settled)
    const seen = [...(isAfresh || !follows ? shown : []), ...before, ...page.copy]
    this.queue = new Queue<Text>(
      {
        send: (sending) => sendText(form, sending),
        now: () => performance.now(),
        after: (wait, work) => {
          const timer = setTimeout(work, wait)
          return () => clearTimeout(timer)
        },
        draw,
        say: (state) => this.became(state),
      },
      [...new Set(seen)],
    )
  }

  /** The numbers of what stands in the form, and of what that follows: what a button sends along. */
  get copy(): number[] {
    const version = this.queue.version ?? this.adopted
    if (version === null) return this.page.copy
    return [...new Set([version, ...this.queue.seen])]
  }

  /** What a button sends along of what it began from. */
  get base(): Base {
    return this.text
  }

  /** Whether something stands here that is kept nowhere. */
  get isAtRisk(): boolean {
    return !this.queue.isKept && this.around.kept?.version !== this.queue.version
  }

  /** Something may have been typed. */
  typed(): void {
    if (this.isPuttingBack) return
    const fields = fieldsOf(this.form)
    if (isSame(fields, this.text.fields)) return
    this.notice = null
    this.take({ ...this.text, fields })
  }

  private take(text: Text): void {
    this.text = text
    this.isGivenUp = false
    this.queue.typed(text)
    this.keep()
    this.around.tabs.typed()
    if (this.place.subject.startsWith('new:')) history.replaceState(null, '', this.address)
    this.show()
  }

  /** Where this article is looked at: reloading, coming back and starting the browser again lead here. */
  private get address(): string {
    const once = this.place.subject.slice('new:'.length)
    return this.place.subject.startsWith('new:')
      ? `/desk/articles/new?copy=${once}`
      : `/desk/articles/${this.place.subject}`
  }

  private keep(): void {
    const version = this.queue.version ?? this.adopted
    if (version === null) return
    const { seen, wasKept } = this.queue
    const { text, isGivenUp, page, follows } = this
    this.around.kept?.put({
      ...{ ...this.place, ...text, version, seen, isGivenUp, at: Date.now() },
      wasKept: wasKept || page.copy.some((one) => one !== 0) || (follows?.wasKept ?? false),
    })
  }

  /** The page was made of a kept text: it is kept in its place, and sent if it says something else by now. */
  adopt(kept: Kept): void {
    this.adopted = this.page.copy[0] ?? kept.version
    const fields = fieldsOf(this.form)
    if (!isSame(kept.fields, fields)) this.take({ ...this.text, fields })
    else this.keep()
  }

  /** Puts a kept text in place of what stands there, which can be undone. */
  bringBack({ fields, at }: Pick<Kept, 'fields' | 'at'>, base: Base): void {
    const before = this.text
    this.put(fields, base)
    const isMoved = !isSameBase(base, this.page)
    this.notice = {
      text: `${WORDS.restored(this.clock(at))}${isMoved ? ` ${WORDS.moved}` : ''}`,
      offers: [{ label: WORDS.undo, act: () => this.undo(before, { fields, at }, base) }],
    }
    this.show()
  }

  private undo(before: Text, brought: Pick<Kept, 'fields' | 'at'>, base: Base): void {
    this.put(before.fields, before)
    const { undone, again } = WORDS
    this.notice = {
      text: undone,
      offers: [{ label: again, act: () => this.bringBack(brought, base) }],
    }
    this.show()
  }

  private put(fields: Fields, { revision, draft }: Base): void {
    this.isPuttingBack = true
    putBack(this.form, fields)
    this.isPuttingBack = false
    this.take({ fields: fieldsOf(this.form), revision, draft })
  }

  /** Another text that is kept here, and that only its editor can choose. */
  offer(kept: Kept): void {
    const drop = () => {
      this.around.kept?.drop(kept.id)
      this.notice = null
      this.show()
    }
    this.notice = {
      text: WORDS.offered(this.clock(kept.at)),
      offers: [
        { label: WORDS.take, act: () => this.bringBack(kept, kept) },
        { label: WORDS.drop, act: drop },
      ],
    }
    this.show()
  }

  /** New articles that only this browser has. */
  offerBegun(begun: Kept[]): void {
    const [first] = begun
    if (!first) return
    const offers = begun.map(({ subject }) => ({
      label: WORDS.open,
      href: `/desk/articles/new?copy=${subject.slice('new:'.length)}`,
    }))
    this.notice = { text: WORDS.begun(this.clock(first.at)), offers }
    this.show()
  }

  /** Nothing of it is wanted any more. */
  async giveUp(): Promise<void> {
    this.isGivenUp = true
    this.isLeaving = true
    this.queue.stop()
    this.keep()
    await this.around.kept?.written()
  }

  flush = (): Promise<'saved' | 'failed'> => this.queue.flush()
  wake = (): void => this.queue.wake()

  /** A button is pressed, and waits; null: no longer. */
  press(callOff: (() => void) | null): void {
    this.callOff = callOff
    this.show()
  }

  /** The form is on its way: what is typed from now on is kept here, for the page that comes. */
  leave(): void {
    this.isLeaving = true
    this.queue.stop()
  }

  /** It was not on its way after all. */
  stay(): void {
    if (this.isGivenUp) return
    this.isLeaving = false
    this.queue.goOn()
  }

  private became(state: State): void {
    if (state.kind !== 'idle' && state.kind !== 'waiting' && state.kind !== 'sending') {
      this.outcome = state
      // What is known by now of where it is.
      if (state.kind === 'kept') this.keep()
    }
    this.show()
  }

  /** Says how things stand: what keeps a button waiting first, then what its editor must decide. */
  show(): void {
    const { text, offers } = this.callOff ? this.pressed(this.callOff) : this.standing()
    this.around.line.say(text, offers)
  }

  private pressed(callOff: () => void): Notice {
    const isOffline = this.outcome?.kind === 'unreachable' && !this.queue.isKept
    if (!isOffline) return { text: WORDS.sending, offers: [] }
    return { text: WORDS.waiting, offers: [{ label: WORDS.callOff, act: callOff }] }
  }

  private standing(): Notice {
    const { outcome, queue, notice } = this
    if (queue.state.kind === 'elsewhere') return this.elsewhere(queue.state)
    if (outcome?.kind === 'signed-out' && !queue.isKept) {
      return { text: WORDS.signedOut, offers: [{ label: WORDS.signIn, href: '/desk/sign-in' }] }
    }
    return notice ?? { text: queue.version === null ? '' : this.whereabouts(), offers: [] }
  }

  private whereabouts(): string {
    const { outcome } = this
    const isHere = this.around.kept?.canKeep ?? false
    switch (outcome?.kind) {
      case 'kept':
        return WORDS.server(outcome.at.slice(-5))
      case 'refused':
        return WORDS.refused(outcome.detail)
      case 'failed':
        return isHere ? WORDS.failing : WORDS.nowhere
      case 'unreachable':
        return isHere ? WORDS.offline : WORDS.nowhere
      default:
        return isHere ? WORDS.kept : WORDS.unkept
    }
  }

  private elsewhere({ version, at }: Extract<State, { kind: 'elsewhere' }>): Notice {
    const { address } = this
    const isThere = version !== null
    const leave = () => this.giveUp().then(() => location.assign(address))
    return {
      text: isThere ? WORDS.elsewhere(at ?? '') : WORDS.settled,
      offers: [
        { label: WORDS.mine, act: () => this.queue.keepMine() },
        { label: isThere ? WORDS.theirs : WORDS.saved, act: leave },
      ],
    }
  }

  private clock = (at: number) => clock(at, this.form.dataset.zone ?? 'UTC')
}
