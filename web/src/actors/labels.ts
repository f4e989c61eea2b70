// Names in the network: on a thin edge of paper, within the picture, and never one over another.
import { NodeSquareProgram } from '@sigma/node-square';
import type { PartialButFor, NodeDisplayData } from 'sigma/types';
import type { Settings } from 'sigma/settings';

type Labelled = PartialButFor<NodeDisplayData, 'x' | 'y' | 'size' | 'label' | 'color'>;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Inks {
  ink: string;
  paper: string;
}

/** Space between a node and its name, in pixels. */
const APART = 4;

const meet = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

interface Waiting {
  context: CanvasRenderingContext2D;
  node: Labelled;
  settings: Settings;
}

/** Draws the names of one picture: `begin` is called before each time it is drawn, `end` after it. */
export class Labels {
  private waiting: Waiting[] = [];

  constructor(private readonly inks: Inks) {}

  begin = () => {
    this.waiting = [];
  };

  /** Keeps a name for `end`. */
  label = (context: CanvasRenderingContext2D, node: Labelled, settings: Settings) => {
    if (node.label) this.waiting.push({ context, node, settings });
  };

  /** Writes the names, those of large nodes first; a name is left out where another one stands. */
  end = () => {
    const taken: Box[] = [];
    for (const { context, node, settings } of this.waiting.sort((a, b) => b.node.size - a.node.size)) {
      const box = this.box(context, node, settings, settings.labelWeight);
      if (taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      this.write(context, node.label!, box, settings);
    }
  };

  /** The node in hand or pointed at: a ring, and its name on paper. */
  hover = (context: CanvasRenderingContext2D, node: Labelled, settings: Settings) => {
    const { ink, paper } = this.inks;
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.beginPath();
    if (node.type === 'square') context.rect(node.x - node.size - 3, node.y - node.size - 3, 2 * node.size + 6, 2 * node.size + 6);
    else context.arc(node.x, node.y, node.size + 3, 0, 2 * Math.PI);
    context.stroke();
    if (!node.label) return;
    const box = this.box(context, { ...node, size: node.size + 3 }, settings, '700');
    context.fillStyle = paper;
    context.fillRect(box.x - 2, box.y, box.width + 4, box.height);
    this.write(context, node.label, box, settings);
  };

  private box(context: CanvasRenderingContext2D, node: Labelled, settings: Settings, weight: string): Box {
    context.font = `${weight} ${settings.labelSize}px ${settings.labelFont}`;
    const width = context.measureText(node.label ?? '').width;
    const height = settings.labelSize + 4;
    const edge = context.canvas.clientWidth - 2;
    const right = node.x + node.size + APART;
    const x = right + width <= edge ? right : Math.max(2, node.x - node.size - APART - width);
    return { x, y: node.y - height / 2, width, height };
  }

  private write(context: CanvasRenderingContext2D, text: string, box: Box, settings: Settings) {
    const base = box.y + box.height / 2 + settings.labelSize / 3;
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = this.inks.paper;
    context.strokeText(text, box.x, base);
    context.fillStyle = this.inks.ink;
    context.fillText(text, box.x, base);
  }
}

/** Squares whose names are drawn as those of circles are. */
export function squares(labels: Labels) {
  return class extends NodeSquareProgram {
    override drawLabel = labels.label as NodeSquareProgram['drawLabel'];
    override drawHover = labels.hover as NodeSquareProgram['drawHover'];
  };
}
