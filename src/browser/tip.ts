/** @file The one box that says what is under the pointer. */

const GAP = 14;
let box: HTMLElement | undefined;

/** Beside the pointer, inside of the window. */
export function showTip(text: string, { clientX, clientY }: { clientX: number; clientY: number }): void {
  box ??= createBox();
  if (box.textContent !== text) box.textContent = text;
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  const left = clientX + GAP + width > innerWidth ? clientX - GAP - width : clientX + GAP;
  const top = clientY + GAP + height > innerHeight ? clientY - GAP - height : clientY + GAP;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, top)}px`;
}

export function hideTip(): void {
  if (box !== undefined) box.hidden = true;
}

/** Only for who points: figures say the same by their descriptions and tables. */
function createBox(): HTMLElement {
  const made = document.createElement('div');
  made.className = 'tip';
  made.setAttribute('aria-hidden', 'true');
  document.body.append(made);
  return made;
}
