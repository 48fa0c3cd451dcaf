/** The keys of tools that are no acts on the text alone: they hold while the text has the focus. */
import { keymap } from 'prosemirror-keymap'
import type { Command, Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

/** A plugin by which keys, named as prosemirror-keymap has them, run their tools. */
export const toolKeys = (
  tools: readonly { keys?: string[]; run(view: EditorView): unknown }[],
): Plugin =>
  keymap(
    Object.fromEntries(
      tools.flatMap(({ keys = [], run }) =>
        keys.map((key): [string, Command] => [
          key,
          (_state, _dispatch, view) => {
            if (view) run(view)
            return true
          },
        ]),
      ),
    ),
  )
