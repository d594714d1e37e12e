#include "searcher/batch/json_query.h"

#include <array>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace dateline {

namespace {

// Collects the members of one JSON object that matter, without building the rest, so that a
// megabyte of nested brackets costs nothing. Callbacks as nlohmann::json_sax has them.
class QueryObject {
public:
    using Json = nlohmann::json;

    bool null() {
        return value([](Field&) {});
    }
    bool boolean(bool) {
        return value([](Field& field) { field.wrong = true; });
    }
    bool number_integer(Json::number_integer_t number) {
        return value([&](Field& field) { field.set_number(std::to_string(number)); });
    }
    bool number_unsigned(Json::number_unsigned_t number) {
        return value([&](Field& field) { field.set_number(std::to_string(number)); });
    }
    bool number_float(Json::number_float_t, const Json::string_t&) {
        return value([](Field& field) { field.wrong = true; });
    }
    bool string(Json::string_t& text) {
        return value([&](Field& field) { field.text = std::move(text); });
    }
    bool binary(Json::binary_t&) { return false; }  // not in JSON text
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(Json::string_t& name) {
        if (depth_ == 1) current_ = field_named(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
        error_ = "not valid JSON at byte " + std::to_string(position);
        return false;
    }

    BatchRecord record(std::size_t line) const {
        if (!error_.empty()) return batch_failure(line, error_);
        if (!object_) return batch_failure(line, "not a JSON object");
        BatchQuery query;
        query.line = line;
        for (const Field& field : ids_) {
            if (field.wrong)
                return batch_failure(line, "the id is neither a string nor a whole number");
            if (query.id.empty() && field.text) query.id = *field.text;
        }
        if (has_control_character(query.id)) {
            return batch_failure(line, "the id contains a control character");
        }
        query.plain = !query_.given();
        const Field& chosen = query.plain ? text_ : query_;
        const std::string_view name = query.plain ? "text" : "query";
        if (chosen.wrong || chosen.number) {
            return batch_failure(line, std::string(name) + " is not a string", query.id);
        }
        if (!chosen.text) return batch_failure(line, "no member \"query\" or \"text\"", query.id);
        query.text = *chosen.text;
        if (limit_.given()) {
            query.limit = limit_.number ? parse_batch_limit(*limit_.text) : std::nullopt;
            if (!query.limit) return batch_failure(line, std::string(kBatchLimitError), query.id);
        }
        if (filter_.wrong || filter_.number) {
            return batch_failure(line, "filter is not a string", query.id);
        }
        if (filter_.text && !trim_blanks(*filter_.text).empty()) query.filter = filter_.text;
        return checked_query(std::move(query));
    }

private:
    // null is as good as absent.
    struct Field {
        std::optional<std::string> text;  // a string, or a whole number as written
        bool number = false;
        bool wrong = false;  // something else

        bool given() const { return text || wrong; }
        void set_number(std::string digits) {
            text = std::move(digits);
            number = true;
        }
    };

    Field* field_named(std::string_view name) {
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (name == kBatchIdNames[i]) return &ids_[i];
        }
        if (name == "query") return &query_;
        if (name == "text") return &text_;
        if (name == "limit") return &limit_;
        if (name == "filter") return &filter_;
        return nullptr;
    }

    template <typename Store>
    bool value(const Store& store) {
        if (depth_ == 1 && current_ != nullptr) {
            *current_ = Field{};  // the last of repeated keys counts
            store(*current_);
        }
        return true;
    }

    bool open(bool object) {
        if (depth_ == 0) object_ = object;
        value([](Field& field) { field.wrong = true; });
        ++depth_;
        return true;
    }

    bool close() {
        --depth_;
        return true;
    }

    std::size_t depth_ = 0;
    bool object_ = false;
    Field* current_ = nullptr;
    std::array<Field, kBatchIdNames.size()> ids_;
    Field query_;
    Field text_;
    Field limit_;
    Field filter_;
    std::string error_;
};

}  // namespace

BatchRecord read_json_query(std::string_view text, std::size_t line) {
    QueryObject object;
    nlohmann::json::sax_parse(text.begin(), text.end(), &object);
    return object.record(line);
}

}  // namespace dateline
