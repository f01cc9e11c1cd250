/* The measures of clauses 1 to 12 for a table of organisations, by hand: one pass over the rows, every rule in it, 64 rows
 * at a time. Yes and no are the bits of a word, so that a condition takes a few instructions for all 64; amounts are loops
 * without a branch, which the compiler makes vectors of. (Row by row, with branches, took three times as long.)
 *
 * Written for these packages on this day (yangpu-2024-1, example-rules, yangpu-kjw-hnte-2025; 2025-06-30) and for the
 * columns of kernel.h; another rule is another program. What is unknown is a range, and no upper bound is NO_BOUND.
 */
#include "kernel.h"

/* Options, by their places in facts.yaml and slots.yaml. */
enum { ENTERPRISE = 1, UNIVERSITY = 2, INCUBATOR = 8, MAKER_SPACE = 16, SCIENCE_PARK = 32, AGENCY = 64, NEW_RD = 128 };
enum { SSE = 1, SZSE = 2, CHINEXT = 4, STAR = 8, OVERSEAS = 16, COUNTER = 32, NEEQ = 64, N_BOARD = 128, BSE = 256 };
enum { IPO = 1, REVERSE_MERGER = 2, INTRODUCTION = 4, SPAC = 8, TRANSFER = 16, QUOTATION = 32 };
enum { FIRST = 1, RENEWAL = 2, POOL_ENTRY = 4 };
enum { KINDS = 0x3ff, CLASSES = 7, GRADES = 15, EVENTS = 7, FINANCINGS = 7, MARKETS = 0x1ff, ROUTES = 0x3f };

/* The figures of one fiscal year: as stated; none before the founding; else anything. */
static inline void in_year(const Column *c, long block, int64_t year, const int64_t *founded, Range *out) {
    const int64_t *value = (const int64_t *)c->values + block * LANES;
    uint64_t filled = c->filled[block];
    EACH {
        int64_t most_unstated = year < founded[r] ? 0 : NO_BOUND;
        out->low[r] = pick(lane(filled, r), value[r], 0);
        out->high[r] = pick(lane(filled, r), value[r], most_unstated);
    }
}

/* What clause 8 reads of the fiscal year of the milestone, 2023 or 2024; a milestone of another year is not met. */
typedef struct {
    Range now, base, spent, before;
} Years;

static inline void years(const Column *in, long block, const int64_t *late, const int64_t *founded, Years *out) {
    static const int first[] = {revenue_2023_fen, revenue_2020_fen, rd_expense_2023_fen};
    Range *const of[] = {&out->now, &out->base, &out->spent};
    for (int k = 0; k < 3; k++) {
        int64_t year = k == 1 ? 2020 : 2023;
        Range a, b;
        in_year(&in[first[k]], block, year, founded, &a);
        in_year(&in[first[k] + 1], block, year + 1, founded, &b);
        EACH {
            of[k]->low[r] = pick(late[r], b.low[r], a.low[r]);
            of[k]->high[r] = pick(late[r], b.high[r], a.high[r]);
        }
    }
    EACH {
        out->before.low[r] = 0;
        out->before.high[r] = founded[r] < 2019; /* so far: whether a year is unknown; founded 0: not known */
    }
    for (int back = 0; back < 5; back++) {
        const Column *c = &in[revenue_2019_fen + back];
        const int64_t *value = (const int64_t *)c->values + block * LANES;
        uint64_t filled = c->filled[block];
        EACH {
            int64_t counts = back < 4 ? 1 : late[r], is_filled = lane(filled, r) & counts;
            out->before.low[r] = most(out->before.low[r], pick(is_filled, value[r], 0));
            out->before.high[r] |= counts & ~is_filled & (founded[r] <= 2019 + back);
        }
    }
    EACH out->before.high[r] = pick(out->before.high[r] & 1, NO_BOUND, out->before.low[r]);
}

static inline Truth first_over(const Years *y, int64_t line) {
    Truth found = {0, 0};
    EACH {
        found.must |= (uint64_t)((y->now.low[r] > line) & (line >= y->before.high[r])) << r;
        found.may |= (uint64_t)((y->now.high[r] > line) & (line >= y->before.low[r])) << r;
    }
    return found;
}

/* part / whole >= over / under. Over nothing it is undefined, and the condition not met. */
static inline Truth quotient(const Range *part, const Range *whole, int64_t under, int64_t over) {
    Truth found = {0, 0};
    EACH {
        int64_t bounded = whole->high[r] < NO_BOUND, open = part->high[r] >= NO_BOUND;
        int64_t greatest = pick(bounded, whole->high[r], 0), best = pick(open, 0, part->high[r]);
        int64_t must = (whole->low[r] > 0) & bounded & (part->low[r] * under >= greatest * over);
        int64_t may = (whole->high[r] > 0) & (open | (best * under >= most(whole->low[r], 1) * over));
        found.must |= (uint64_t)must << r;
        found.may |= (uint64_t)may << r;
    }
    return found;
}

/* Clause 8, without the applicant. */
static inline Truth milestone(const Column *in, long block, Range *amount) {
    int64_t founded[LANES], late[LANES];
    const int64_t *year = (const int64_t *)in[growth_year].values + block * LANES;
    const int64_t *stated = (const int64_t *)in[founded_year].values + block * LANES;
    uint64_t year_known = in[growth_year].filled[block], in_time = 0;
    EACH {
        founded[r] = pick(lane(in[founded_year].filled[block], r), stated[r], 0);
        late[r] = year[r] == 2024;
        in_time |= (uint64_t)((year[r] == 2023) | (year[r] == 2024)) << r;
    }
    Years y;
    years(in, block, late, founded, &y);
    Truth crossed = either(first_over(&y, 3000 * WAN), either(first_over(&y, 5000 * WAN), first_over(&y, 10000 * WAN)));
    Truth intense = quotient(&y.spent, &y.now, 20, 1); /* 5% */
    Truth grown = quotient(&y.now, &y.base, 125, 216); /* 1.2 cubed */
    Truth met = both(crossed, both(intense, grown));
    EACH {
        int64_t now = y.now.low[r], is_known = (y.now.high[r] == now) & (now > 3000 * WAN) & lane(year_known, r);
        int64_t award = pick(now > 10000 * WAN, 100 * WAN, pick(now > 5000 * WAN, 75 * WAN, 50 * WAN));
        amount->low[r] = pick(is_known, award, 50 * WAN);
        amount->high[r] = pick(is_known, award, 100 * WAN);
    }
    return (Truth){met.must & year_known & in_time, ~year_known | (met.may & in_time)};
}

/* Clause 7, the HNTE award: what holds for events before the rules came is not known. */
static inline void hnte_award(const Option *event, const Range *on, Range *amount) {
    EACH {
        uint32_t e = event->possible[r];
        int64_t applies = on->low[r] >= HNTE_FROM;
        int64_t low = (e & POOL_ENTRY) ? 1 * WAN : (e & RENEWAL) ? 5 * WAN : 20 * WAN;
        int64_t high = (e & FIRST) ? 20 * WAN : (e & RENEWAL) ? 5 * WAN : 1 * WAN;
        amount->low[r] = pick(applies, low, 0);
        amount->high[r] = pick(applies, high, NO_BOUND);
    }
}

/* Clause 12: which markets with which routes; overseas, other routes than an IPO are for the rules to say. */
static inline Truth listed(const Option *market, const Option *route) {
    Truth ipo = among(route, IPO), board = among(market, SSE | SZSE | CHINEXT | STAR), abroad = among(market, OVERSEAS);
    Truth other = both(both(abroad, among(route, INTRODUCTION | SPAC | TRANSFER)), UNKNOWN);
    Truth quoted = both(among(market, NEEQ | N_BOARD), among(route, QUOTATION));
    Truth beijing = both(among(market, BSE), among(route, IPO | TRANSFER));
    return either(either(both(board, ipo), both(abroad, ipo)), either(other, either(quoted, beijing)));
}

static inline void listing_award(const Option *market, Range *amount) {
    EACH {
        uint32_t m = market->possible[r];
        int64_t is_open = (m & COUNTER) != 0; /* the counter, which the rules give nothing, or no market stated */
        int64_t award = (m & BSE) ? 200 * WAN : (m & NEEQ) ? 100 * WAN : (m & N_BOARD) ? 50 * WAN : 300 * WAN;
        amount->low[r] = pick(is_open, 50 * WAN, award);
        amount->high[r] = pick(is_open, 300 * WAN, award);
    }
}

#define Y(name) yes(&in[name], block)
#define AMOUNT(m) (&amount[m])
#define MONEY(name, m) number(&in[name], block, 0, NO_BOUND, AMOUNT(m))

static void measures_1_to_6(const Column *in, long block, Truth anyone, const Option *kinds, Truth *met, Range *amount) {
    Truth enterprise = both(anyone, among(kinds, ENTERPRISE));
    Range other;
    Option class, grade;

    met[M01] = both(both(enterprise, both(Y(consortium_lead_is_leading), Y(consortium_lead_in_key_field))),
                    both(either(Y(consortium_has_local_university), Y(consortium_has_chain_enterprise)),
                         Y(consortium_recognised)));
    MONEY(iur_investment_fen, M01);
    share_capped(AMOUNT(M01), 3000, 200 * WAN);

    met[M02] = both(both(anyone, among(kinds, NEW_RD)), Y(nrdi_city_recognised));
    number(&in[nrdi_support_fen], block, 0, 500 * WAN, AMOUNT(M02));

    met[M03] = both(both(enterprise, both(Y(challenge_listed), Y(challenge_in_focus_industries))),
                    both(both(Y(challenge_lead_is_leading), Y(challenge_effective)),
                         either(Y(challenge_has_university_or_institute), Y(challenge_has_chain_enterprise))));
    MONEY(challenge_rd_expense_fen, M03);
    number(&in[challenge_rate_bp], block, 1000, 3000, &other);
    shares(AMOUNT(M03), &other);
    EACH amount[M03].low[r] = least(amount[M03].low[r], 200 * WAN);
    EACH amount[M03].high[r] = least(amount[M03].high[r], 200 * WAN);

    met[M04A] = both(both(anyone, among(kinds, UNIVERSITY | SCIENCE_PARK | AGENCY)),
                     both(Y(operator_is_eligible_kind), Y(platform_recognised)));
    MONEY(platform_operating_cost_fen, M04A);
    number(&in[platform_support_fen], block, 0, 100 * WAN, &other);
    capped(AMOUNT(M04A), &other);

    met[M04B] = both(both(anyone, among(kinds, AGENCY)), Y(agency_recognised));
    MONEY(city_award_approved_fen, M04B);
    number(&in[city_award_received_fen], block, 0, NO_BOUND, &other);
    capped(AMOUNT(M04B), &other);

    met[M04C] = both(both(both(anyone, among(kinds, ENTERPRISE | SCIENCE_PARK)), Y(vc_backed)),
                     both(Y(from_university), both(Y(landed_in_district), Y(qihang_admitted))));
    number(&in[qihang_support_fen], block, 0, 200 * WAN, AMOUNT(M04C));

    option(&in[hq_class], block, CLASSES, &class);
    met[M05] = both(both(anyone, among(kinds, INCUBATOR | MAKER_SPACE | SCIENCE_PARK)), among(&class, 2 | 4));
    MONEY(hq_city_support_fen, M05);

    option(&in[carrier_grade_label], block, GRADES, &grade);
    met[M06] = both(both(both(anyone, among(kinds, INCUBATOR | MAKER_SPACE)), Y(carrier_city_filed)),
                    among(&grade, 1 | 2));
    MONEY(carrier_city_award_fen, M06);
    number(&in[carrier_match_ratio_bp], block, 0, 10000, &other);
    shares(AMOUNT(M06), &other);
}

static void measures_7_to_12(const Column *in, long block, Truth anyone, const Option *kinds, Truth *met, Range *amount) {
    Truth enterprise = both(anyone, among(kinds, ENTERPRISE));
    Range on, valued, financed;
    Option event, financing, market, route;
    Truth before = {0, 0}, in_order = {0, 0};

    met[M07A] = enterprise;
    MONEY(fund_city_award_fen, M07A);

    day(&in[hnte_event_on], block, &on);
    EACH before.must |= (uint64_t)(on.high[r] < HNTE_FROM) << r;
    EACH before.may |= (uint64_t)(on.low[r] < HNTE_FROM) << r;
    met[M07B] = both(enterprise, either(before, either(no(Y(in_zhangjiang_park)), Y(waives_zhangjiang_fund))));
    option(&in[hnte_event], block, EVENTS, &event);
    hnte_award(&event, &on, AMOUNT(M07B));

    met[M08] = both(both(enterprise, Y(hnte_valid)), milestone(in, block, AMOUNT(M08)));

    met[M09] = both(anyone, Y(scenario_recognised));
    MONEY(scenario_total_investment_fen, M09);
    share_capped(AMOUNT(M09), 1000, 500 * WAN);

    met[M10] = anyone;
    EACH amount[M10].low[r] = amount[M10].high[r] = 0;

    day(&in[ip_valued_on], block, &valued);
    day(&in[ip_financed_on], block, &financed);
    EACH in_order.must |= (uint64_t)(financed.low[r] >= valued.high[r]) << r;
    EACH in_order.may |= (uint64_t)(financed.high[r] >= valued.low[r]) << r;
    option(&in[ip_financing_kind], block, FINANCINGS, &financing);
    met[M11] = both(both(enterprise, in_order), among(&financing, 1 | 2));
    MONEY(ip_interest_paid_fen, M11);
    share_capped(AMOUNT(M11), 5000, 30 * WAN);

    option(&in[listing_market], block, MARKETS, &market);
    option(&in[listing_route], block, ROUTES, &route);
    met[M12] = both(enterprise, listed(&market, &route));
    listing_award(&market, AMOUNT(M12));
}

static const int matter[MEASURES] = {
    consortium, new_rd_institution, challenge_project, transfer_platform, transfer_agency_award, qihang_project,
    hq_incubator_year, carrier_year, innovation_fund_award, hnte_recognition, growth_event, scenario_project, -1,
    ip_financing, listing_event};

/* What each measure pays, whether or not the row has such a matter; then nothing where it has none. */
static void pay(const Column *in, long block, const Truth *met, Range *amount, const Results *out, int ranges) {
    for (int m = 0; m < MEASURES; m++) {
        uint64_t has = m == M10 ? ~UINT64_C(0) : in[matter[m]].filled[block], bounded = 0;
        int64_t *low = amount[m].low, *high = amount[m].high;
        int8_t *finding = out->finding[m] + block * LANES;
        EACH {
            finding[r] = (int8_t)(lane(met[m].must, r) + lane(met[m].may, r));
            low[r] &= -lane(met[m].must & has, r);
            high[r] &= -lane(met[m].may & has, r);
            bounded |= (uint64_t)(high[r] < NO_BOUND) << r;
        }
        out->has[m][block] = has;
        if (!ranges) continue;
        out->bounded[m][block] = has & bounded;
        memcpy(out->low[m] + block * LANES, low, sizeof amount[m].low);
        memcpy(out->high[m] + block * LANES, high, sizeof amount[m].high);
    }
}

/* Two measures for one purpose: only the higher counts, by the low, then the high, then the first named. */
static void choose(const Range *a, const Range *b, uint64_t same, int bit, Range *total, uint64_t *certain, int8_t *left) {
    EACH {
        int64_t a_low = a->low[r], a_high = a->high[r], b_low = b->low[r], b_high = b->high[r];
        int64_t rivals = lane(same, r) & (a_high > 0) & (b_high > 0);
        int64_t first = (a_low > b_low) | ((a_low == b_low) & (a_high >= b_high));
        int64_t sure = (1 - rivals) | pick(first, a_low >= b_high, b_low >= a_high);
        total->low[r] += pick(rivals, most(a_low, b_low), a_low + b_low);
        total->high[r] += pick(rivals, most(a_high, b_high), a_high + b_high);
        *certain &= ~((uint64_t)(1 - sure) << r);
        left[r] |= (int8_t)(pick(first, 2, 1) * rivals << bit);
    }
}

static void combine(const Column *in, long block, const Range *amount, const Results *out) {
    Range total = {{0}, {0}};
    uint64_t certain = ~UINT64_C(0), bounded = 0;
    int8_t left[LANES] = {0};
    uint64_t same_project = same_text(&in[consortium__project], &in[challenge_project__project], block);
    uint64_t same_year = same_number(&in[hq_incubator_year__year], &in[carrier_year__year], block);
    choose(&amount[M01], &amount[M03], same_project, 0, &total, &certain, left);
    choose(&amount[M05], &amount[M06], same_year, 2, &total, &certain, left);
    for (int m = 0; m < MEASURES; m++) {
        if (m == M01 || m == M03 || m == M05 || m == M06) continue;
        EACH {
            total.low[r] += amount[m].low[r];
            total.high[r] = least(total.high[r] + amount[m].high[r], NO_BOUND);
        }
    }
    EACH bounded |= (uint64_t)(total.high[r] < NO_BOUND) << r;
    out->total_bounded[block] = bounded;
    out->certain[block] = certain;
    memcpy(out->total_low + block * LANES, total.low, sizeof total.low);
    memcpy(out->total_high + block * LANES, total.high, sizeof total.high);
    memcpy(out->left + block * LANES, left, sizeof left);
}

/* Whole blocks of 64 rows, written from block `to` on. Without `ranges`, findings and the combination only. */
void assess(const Column *in, const Results *out, long blocks, long to, int ranges) {
    Results shifted = *out;
    for (int m = 0; m < MEASURES; m++) {
        shifted.finding[m] += to * LANES, shifted.has[m] += to;
        if (ranges) shifted.low[m] += to * LANES, shifted.high[m] += to * LANES, shifted.bounded[m] += to;
    }
    shifted.total_low += to * LANES, shifted.total_high += to * LANES, shifted.left += to * LANES;
    shifted.total_bounded += to, shifted.certain += to;
    for (long block = 0; block < blocks; block++) {
        Truth met[MEASURES];
        Range amount[MEASURES];
        Option kinds;
        option(&in[kind], block, KINDS, &kinds);
        Truth anyone = both(Y(registered_in_district), no(Y(on_exclusion_list)));
        measures_1_to_6(in, block, anyone, &kinds, met, amount);
        measures_7_to_12(in, block, anyone, &kinds, met, amount);
        pay(in, block, met, amount, &shifted, ranges);
        combine(in, block, amount, &shifted);
    }
}
