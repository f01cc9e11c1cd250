// Bars drawn from a table on the page: a row with data-series is a series, its cells with data-value are fen or counts.
(() => {
  const FEN_IN_WAN = 1e6;

  const seriesOf = (table) =>
    [...table.querySelectorAll("tr[data-series]")].map((row) => ({
      name: row.dataset.series,
      values: [...row.querySelectorAll("td")].map((cell) => (cell.dataset.value ? Number(cell.dataset.value) / FEN_IN_WAN : null)),
    }));

  const draw = (place) => {
    const table = document.getElementById(place.dataset.bars);
    const labels = [...table.querySelectorAll("th[data-label]")].map((cell) => cell.dataset.label);
    const series = seriesOf(table).filter((each) => each.values.some((value) => value !== null));
    if (series.length === 0) return;
    place.hidden = false;
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const show = () => {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const narrow = place.clientWidth < 560;
      chart.setOption(
        {
          animation: false,
          color: [colour("--link"), "#c98a2b", colour("--quiet")],
          textStyle: { color: colour("--ink"), fontFamily: getComputedStyle(document.body).fontFamily },
          legend: { top: 0, textStyle: { color: colour("--ink") } },
          grid: { left: 8, right: 16, top: 56, bottom: 8, containLabel: true },
          xAxis: { type: "category", data: [...labels].reverse(), axisLabel: { color: colour("--quiet") }, axisLine: { lineStyle: { color: colour("--line") } } },
          yAxis: {
            type: "value", name: place.dataset.unit, nameTextStyle: { color: colour("--quiet"), align: "left" }, splitNumber: narrow ? 3 : 5,
            axisLabel: { color: colour("--quiet") }, splitLine: { lineStyle: { color: colour("--line") } },
          },
          series: series.map((each) => ({ name: each.name, type: "bar", silent: true, barMaxWidth: 28, data: [...each.values].reverse() })),
        },
        true,
      );
    };
    show();
    new ResizeObserver(() => chart.resize()).observe(place);
    new MutationObserver(show).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-bars]").forEach(draw));
})();
