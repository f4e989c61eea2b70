// The first field of a form has the focus when the form appears: in a dialog the cross would have it otherwise.
import type { Attachment } from 'svelte/attachments';

/** Puts the focus on the element, or on the first field in it. A dialog that opens heeds the mark; one that is open is told. */
export const first: Attachment<HTMLElement> = (node) => {
  const field = node.matches('input, select, textarea') ? node : node.querySelector<HTMLElement>('select, input, textarea');
  if (!field) return;
  field.autofocus = true;
  requestAnimationFrame(() => field.focus());
};
