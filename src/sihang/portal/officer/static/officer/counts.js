// How often each fact is missing, as bars; drawn from the table beside the chart, which says the same.
(() => {
  const draw = (place) => {
    const rows = [...document.querySelectorAll(`#${place.dataset.counts} tr[data-value]`)].reverse();
    if (rows.length === 0) return;
    place.hidden = false;
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const show = () => {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const narrow = place.clientWidth < 560;
      chart.setOption(
        {
          animation: false,
          textStyle: { color: colour("--ink"), fontFamily: getComputedStyle(document.body).fontFamily },
          grid: { left: narrow ? 24 : 8, right: 48, top: 8, bottom: 8, containLabel: true },
          xAxis: { type: "value", minInterval: 1, splitNumber: narrow ? 2 : 5, axisLabel: { color: colour("--quiet") }, splitLine: { lineStyle: { color: colour("--line") } } },
          yAxis: {
            type: "category", data: rows.map((row) => row.dataset.label), axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--line") } },
            axisLabel: { color: colour("--ink"), fontSize: narrow ? 11 : 12, width: narrow ? 90 : 180, overflow: "break" },
          },
          series: [
            {
              type: "bar", silent: true, barMaxWidth: 18, itemStyle: { color: colour("--link"), borderRadius: 3 },
              label: { show: true, position: "right", color: colour("--ink") }, data: rows.map((row) => Number(row.dataset.value)),
            },
          ],
        },
        true,
      );
    };
    show();
    new ResizeObserver(() => chart.resize()).observe(place);
    new MutationObserver(show).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-counts]").forEach(draw));
})();
