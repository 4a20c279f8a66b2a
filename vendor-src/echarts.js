// The parts of ECharts that answer a reader who points at a chart, and nothing else of it.
//
// This file only chooses: how a chart is set up and torn down is in `src/chart/echarts.rs`. It is
// loaded when somebody first points at a chart, and is no part of the first visit. What is told of the
// place that is pointed at is in a box of our own (`src/chart/reading.rs`): that of ECharts is made of
// text that a browser would have to read as markup and style, which the policy of contents forbids.
import { use } from "echarts/core";
import { LineChart } from "echarts/charts";
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  LabelLayout,
  SVGRenderer,
]);

export { init } from "echarts/core";
